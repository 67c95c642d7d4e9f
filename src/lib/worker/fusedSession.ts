import { inCalm } from '$lib/engine/race/calm';
import { measureFused } from '$lib/labs/blocks/fusedMeasure';
import { breathe } from './breath';
import { deviceOf } from './entrants';
import type { FusedCommand, FusedEvent, FusedSettings } from './fusedProtocol';
import { GpuFinder } from './gpuFinder';
import { failureKindOf, labField, openLabEngine, roofOf, type LabSessionOptions } from './labDevices';
import type { LabEngine } from './labProtocol';
import { Visibility } from './visibility';

type Options = LabSessionOptions<FusedEvent>;

/** Follows the page's commands and tells what happens; knows nothing of workers. */
export class FusedSession {
	readonly #post: Options['post'];
	readonly #finder: GpuFinder;
	readonly #kernels: Options['kernels'];
	readonly #visibility = new Visibility();
	#measuring = false;

	constructor({ post, gpu, kernels }: Options) {
		this.#post = post;
		this.#finder = new GpuFinder(gpu);
		this.#kernels = kernels;
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle(command: FusedCommand): Promise<void> {
		if (command.type === 'visibility') {
			this.#visibility.hidden = command.hidden;
			return;
		}
		if (this.#measuring) {
			this.#post({ type: 'failure', kind: 'bad-command', message: 'A measurement is under way.' });
			return;
		}
		this.#measuring = true;
		try {
			await this.#measure(command.engine, command.settings);
			this.#post({ type: 'end' });
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			this.#post({ type: 'failure', kind: failureKindOf(error), message });
		} finally {
			this.#measuring = false;
		}
	}

	async #measure(name: LabEngine, settings: FusedSettings): Promise<void> {
		const { devices } = await labField(this.#finder, this.#kernels);
		const engine = await openLabEngine(name, devices);
		try {
			const threads = name === 'wasm' ? (devices.kernels.threads?.most ?? 1) : null;
			this.#post({ type: 'device', device: deviceOf(engine.device, threads) });
			const roof = await inCalm(this.#visibility, () => roofOf(name, devices));
			const { family, longestStepMs, memoryMiB, repeats } = settings;
			const limits = { bytes: memoryMiB * 2 ** 20, stepMs: longestStepMs };
			const task = { family, limits, repeats };
			for await (const event of measureFused(engine, roof, task, this.#visibility)) {
				// The protocol's lists are mutable, those of the lab are not.
				this.#post(event as FusedEvent);
				await breathe();
			}
		} finally {
			engine.close();
		}
	}
}
