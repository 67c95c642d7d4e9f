import type { Engine } from '$lib/engine/engine';
import { measureConvs } from '$lib/labs/bottlenecks/convs';
import { measureScaling } from '$lib/labs/bottlenecks/scaling';
import type { BottleneckPart, BottleneckSettings } from '$lib/labs/bottlenecks/settings';
import { measureSizes } from '$lib/labs/bottlenecks/sizes';
import type { Variant } from '$lib/model/variant';
import { findVariant } from '$lib/model/variants';
import type { BottlenecksCommand, BottlenecksEvent } from './bottlenecksProtocol';
import { breathe } from './breath';
import { deviceOf } from './entrants';
import { GpuFinder } from './gpuFinder';
import {
	failureKindOf,
	labField,
	openLabEngine,
	type LabDevices,
	type LabSessionOptions
} from './labDevices';
import type { LabEngine } from './labProtocol';
import { Visibility } from './visibility';

type Options = LabSessionOptions<BottlenecksEvent>;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class BottlenecksSession {
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
	async handle(command: BottlenecksCommand): Promise<void> {
		switch (command.type) {
			case 'look':
				await this.#look();
				break;
			case 'visibility':
				this.#visibility.hidden = command.hidden;
				break;
			case 'measure':
				if (this.#measuring) {
					const message = 'A measurement is under way.';
					return this.#post({ type: 'failure', kind: 'bad-command', message });
				}
				this.#measuring = true;
				await this.#measure(command.part, command.settings, command.engine);
				this.#measuring = false;
		}
	}

	/** Tells what there is to measure on; the GPU is opened once. */
	async #look(): Promise<LabDevices> {
		const { entrants, devices } = await labField(this.#finder, this.#kernels);
		this.#post({ type: 'field', entrants });
		return devices;
	}

	async #measure(part: BottleneckPart, settings: BottleneckSettings, name: LabEngine): Promise<void> {
		try {
			const devices = await this.#look();
			const engine = await openLabEngine(name, devices);
			try {
				const threads = name === 'wasm' ? (devices.kernels.threads?.most ?? 1) : null;
				this.#post({ type: 'device', device: deviceOf(engine.device, threads) });
				await this.#measureOn(engine, part, settings);
			} finally {
				engine.close();
			}
			this.#post({ type: 'end' });
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			this.#post({ type: 'failure', kind: failureKindOf(error), message });
		}
	}

	async #measureOn(engine: Engine, part: BottleneckPart, settings: BottleneckSettings): Promise<void> {
		const { size: imageSize, batch, repeats } = settings;
		const variant = variantNamed(settings.model);
		const calm = this.#visibility;
		switch (part) {
			case 'size': {
				const { sizes, memory } = settings;
				const task = { variant, sizes, memoryBytes: memory * 2 ** 20, batch, repeats };
				for await (const event of measureSizes(engine, task, calm)) {
					await this.#tell(
						event.type === 'preparing' ? event : { type: part, done: event.done, ...event.rows }
					);
				}
				break;
			}
			case 'depthwise':
				for await (const event of measureConvs(engine, { variant, imageSize, batch, repeats }, calm)) {
					await this.#tell(
						event.type === 'preparing' ? event : { type: part, done: event.done, ...event.rows }
					);
				}
				break;
			case 'scaling': {
				const variants = [variant, variantNamed(settings.against)];
				for await (const event of measureScaling(engine, { variants, imageSize, batch, repeats }, calm)) {
					await this.#tell(
						event.type === 'preparing' ? event : { type: part, done: event.done, ...event.rows }
					);
				}
			}
		}
	}

	async #tell(event: BottlenecksEvent): Promise<void> {
		this.#post(event);
		await breathe();
	}
}

/** Throws RangeError for a name that there is not. */
function variantNamed(name: string): Variant {
	const variant = findVariant(name);
	if (variant === undefined) throw new RangeError(`There is no network called "${name}".`);
	return variant;
}
