import type { Engine } from '$lib/engine/engine';
import { flow } from '$lib/labs/flow/flow';
import { flowSeed, flowSize } from '$lib/labs/flow/networks';
import { findVariant } from '$lib/model/variants';
import { breathe } from './breath';
import { deviceOf, processor } from './entrants';
import type { FlowCommand, FlowEvent } from './flowProtocol';
import { GpuFinder } from './gpuFinder';
import { failureKindOf, openLabEngine, type LabSessionOptions } from './labDevices';
import type { LabEngine } from './labProtocol';

type Options = LabSessionOptions<FlowEvent>;

/**
 * Follows the page's commands and tells what happens; knows nothing of workers. It computes on the processor: one image is
 * forward alone, and nothing must be compiled for it. WebGPU takes its place where the processor's engine cannot run.
 */
export class FlowSession {
	readonly #post: Options['post'];
	readonly #finder: GpuFinder;
	readonly #kernels: Options['kernels'];
	#busy = false;

	constructor({ post, gpu, kernels }: Options) {
		this.#post = post;
		this.#finder = new GpuFinder(gpu);
		this.#kernels = kernels;
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle({ network, image }: FlowCommand): Promise<void> {
		const size = flowSize(network);
		if (this.#busy) return this.#refuse('An image is under way.');
		if (image.length !== 3 * size * size) return this.#refuse(`${network} takes an image of ${size} px.`);
		this.#busy = true;
		try {
			const engine = await this.#open();
			try {
				const task = { variant: findVariant(network)!, size, image, seed: flowSeed };
				for await (const event of flow(engine, task)) {
					// The protocol's lists are mutable, those of the lab are not.
					this.#post(event as FlowEvent);
					await breathe();
				}
			} finally {
				engine.close();
			}
			this.#post({ type: 'end' });
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			this.#post({ type: 'failure', kind: failureKindOf(error), message });
		} finally {
			this.#busy = false;
		}
	}

	#refuse(message: string): void {
		this.#post({ type: 'failure', kind: 'bad-command', message });
	}

	async #open(): Promise<Engine> {
		const kernels = await this.#kernels();
		const name: LabEngine = processor(kernels).here ? 'wasm' : 'webgpu';
		const { gpu } = name === 'wasm' ? { gpu: null } : await this.#finder.find();
		const engine = await openLabEngine(name, { gpu, kernels });
		const threads = name === 'wasm' ? (kernels.threads?.most ?? 1) : null;
		this.#post({ type: 'device', engine: name, device: deviceOf(engine.device, threads) });
		return engine;
	}
}
