import { flow } from '$lib/labs/flow/flow';
import { flowSeed, flowSize } from '$lib/labs/flow/networks';
import { findVariant } from '$lib/model/variants';
import { breathe } from './breath';
import type { FlowCommand, FlowEvent } from './flowProtocol';
import { failureOfLab, LabBench, type LabSessionOptions } from './labBench';

type Options = LabSessionOptions<FlowEvent>;

/**
 * Follows the page's commands and tells what happens; knows nothing of workers. It computes on the processor: one image is
 * forward alone, and nothing must be compiled for it. WebGPU takes its place where the processor's engine cannot run.
 */
export class FlowSession {
	readonly #post: Options['post'];
	readonly #bench: LabBench;

	constructor(options: Options) {
		this.#post = options.post;
		this.#bench = new LabBench(options);
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle(command: FlowCommand): Promise<void> {
		const size = flowSize(command.network);
		if (command.image.length !== 3 * size * size) {
			return this.#refuse(`${command.network} takes an image of ${size} px.`);
		}
		if (!(await this.#bench.alone(() => this.#flow(command)))) this.#refuse('An image is under way.');
	}

	async #flow({ network, image }: FlowCommand): Promise<void> {
		const variant = findVariant(network)!;
		const task = { variant, size: flowSize(network), image, seed: flowSeed };
		try {
			const field = await this.#bench.field();
			const name = field.some(({ engine, found }) => engine === 'wasm' && found.here) ? 'wasm' : 'webgpu';
			await this.#bench.on(name, async (engine, device) => {
				this.#post({ type: 'device', engine: name, device });
				for await (const event of flow(engine, task)) {
					// The protocol's lists are mutable, those of the lab are not.
					this.#post(event as FlowEvent);
					await breathe();
				}
			});
			this.#post({ type: 'end' });
		} catch (error) {
			this.#post({ type: 'failure', ...failureOfLab(error) });
		}
	}

	#refuse(message: string): void {
		this.#post({ type: 'failure', kind: 'bad-command', message });
	}
}
