import type { Engine } from '$lib/engine/engine';
import { measureFused } from '$lib/labs/blocks/fusedMeasure';
import { breathe } from './breath';
import type { FusedCommand, FusedEvent, FusedSettings } from './fusedProtocol';
import { failureOfLab, LabBench, underWay, type LabSessionOptions } from './labBench';
import type { LabEngine } from './labProtocol';

type Options = LabSessionOptions<FusedEvent>;

/** Follows the page's commands and tells what happens; knows nothing of workers. */
export class FusedSession {
	readonly #post: Options['post'];
	readonly #bench: LabBench;

	constructor(options: Options) {
		this.#post = options.post;
		this.#bench = new LabBench(options);
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle(command: FusedCommand): Promise<void> {
		if (command.type === 'visibility') {
			this.#bench.visibility.hidden = command.hidden;
			return;
		}
		const { engine, settings } = command;
		if (!(await this.#bench.alone(() => this.#measure(engine, settings)))) this.#post(underWay);
	}

	async #measure(name: LabEngine, settings: FusedSettings): Promise<void> {
		try {
			await this.#bench.on(name, async (engine, device) => {
				this.#post({ type: 'device', device });
				await this.#measureOn(engine, name, settings);
			});
			this.#post({ type: 'end' });
		} catch (error) {
			this.#post({ type: 'failure', ...failureOfLab(error) });
		}
	}

	async #measureOn(engine: Engine, name: LabEngine, settings: FusedSettings): Promise<void> {
		const roof = await this.#bench.roof(name);
		const { family, longestStepMs, memoryMiB, repeats } = settings;
		const limits = { bytes: memoryMiB * 2 ** 20, stepMs: longestStepMs };
		const task = { family, limits, repeats };
		for await (const event of measureFused(engine, roof, task, this.#bench.visibility)) {
			// The protocol's lists are mutable, those of the lab are not.
			this.#post(event as FusedEvent);
			await breathe();
		}
	}
}
