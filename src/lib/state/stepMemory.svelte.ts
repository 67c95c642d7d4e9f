import type { RunConfig } from '$lib/recipe/config';
import type { Command, WorkerEvent } from '$lib/worker/protocol';

/** What the bytes of a step depend on beside the image side. */
interface Asked {
	readonly engine: string;
	/** That the network tells apart. */
	readonly classes: number;
	readonly config: RunConfig;
}

/** Memory of the draft's training steps as the engine would lay them out, by image side; asked of the worker. */
export class StepMemory {
	/** By image side, pixels; of the network and batch that were asked for last. */
	#bytes = $state.raw<Readonly<Record<number, number>>>({});
	/** Whether the engine can tell. */
	told = $state(false);
	#key = '';
	readonly #send: (command: Command) => void;

	constructor(send: (command: Command) => void) {
		this.#send = send;
	}

	/** Bytes of a step at an image side, pixels, or null where that is not known. */
	readonly at = (size: number): number | null => this.#bytes[size] ?? null;

	/** What is known is of other steps than these: forgets it. */
	expect({ engine, classes, config }: Asked): void {
		const { model, batch, padding, optimizer, emaDecay } = config;
		const key = [engine, classes, model, batch, padding, optimizer.kind, emaDecay !== null].join();
		if (key === this.#key) return;
		this.#key = key;
		this.#bytes = {};
	}

	/** Asks for the sides of these stages that are not known. */
	ask({ classes, config }: Asked): void {
		const all = config.stages.map(({ size }) => size);
		const sizes = all.filter((size, i) => this.at(size) === null && all.indexOf(size) === i);
		if (sizes.length > 0) this.#send({ type: 'weigh', key: this.#key, config, classes, sizes });
	}

	take(event: WorkerEvent): void {
		// An answer to an earlier question comes too late.
		if (event.type !== 'weighed' || event.key !== this.#key) return;
		this.told = event.steps.length > 0;
		const told = event.steps.map(({ size, bytes }) => [size, bytes] as const);
		this.#bytes = { ...this.#bytes, ...Object.fromEntries(told) };
	}
}
