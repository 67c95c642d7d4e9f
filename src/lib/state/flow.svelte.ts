import type { FlowNetwork } from '$lib/labs/flow/networks';
import { FlowClient } from '$lib/worker/flowClient';
import type { FlowEvent } from '$lib/worker/flowProtocol';
import type { LabDevice, LabEngine, LabFailureKind } from '$lib/worker/labProtocol';

type Told<Type extends FlowEvent['type']> = Extract<FlowEvent, { readonly type: Type }>;
export type FlowPart = Told<'part'>;

/** idle: nothing yet · running · finished · stopped: by the reader · failed: see `problem`. */
type FlowState = 'idle' | 'running' | 'finished' | 'stopped' | 'failed';

/** How far it is when a phase begins, 0 to 1: most of the time weights are drawn. */
const shares = { opening: 0.03, weights: 0.1, kernels: 0.55, times: 0.75 } as const;
export type FlowPhase = keyof typeof shares;

/**
 * An image on its way through a network. Nothing happens before `play`; its worker ends with it, for the weights of a large
 * network take a hundred megabytes.
 */
export class ImageFlow {
	state = $state<FlowState>('idle');
	/** Through which network; null before the first. */
	network = $state.raw<FlowNetwork | null>(null);
	phase = $state<FlowPhase | null>(null);
	device = $state.raw<{ readonly engine: LabEngine; readonly device: LabDevice } | null>(null);
	/** In the order of the network. */
	parts = $state.raw<readonly FlowPart[]>([]);
	/** Milliseconds by part; null before they are told. */
	times = $state.raw<Readonly<Record<string, number>> | null>(null);
	problem = $state.raw<{ readonly kind: LabFailureKind; readonly message: string } | null>(null);

	readonly busy = $derived(this.state === 'running');
	readonly progress = $derived(this.phase === null ? 0 : shares[this.phase]);

	readonly #client: FlowClient;

	/** @param client another door to the worker, for tests */
	constructor(client: FlowClient = new FlowClient()) {
		this.#client = client;
		client.listen((event) => {
			this.#take(event);
		});
	}

	/** @param image RGB, of the network's own side */
	play(network: FlowNetwork, image: Uint8Array<ArrayBuffer>): void {
		this.clear();
		this.network = network;
		this.state = 'running';
		this.phase = 'opening';
		this.#client.send({ type: 'flow', network, image });
	}

	/** Ends it at once; what was told stays. */
	stop(): void {
		if (this.busy) this.#finish('stopped');
	}

	/** Forgets what was told: another image or network is chosen. */
	clear(): void {
		this.#finish('idle');
		this.network = null;
		this.parts = [];
		this.times = null;
		this.device = null;
		this.problem = null;
	}

	/** Ends the worker for good. */
	dispose(): void {
		this.#client.dispose();
	}

	#finish(state: FlowState): void {
		this.#client.close();
		this.state = state;
		this.phase = null;
	}

	#take(event: FlowEvent): void {
		switch (event.type) {
			case 'device':
				this.device = event;
				break;
			case 'preparing':
				this.phase = event.what;
				break;
			case 'part':
				this.parts = [...this.parts, event];
				break;
			case 'times':
				this.times = event.parts && Object.fromEntries(event.parts.map(({ name, ms }) => [name, ms]));
				break;
			case 'failure':
				this.problem = { kind: event.kind, message: event.message };
				this.#finish('failed');
				break;
			case 'end':
				this.#finish('finished');
		}
	}
}
