import type { Engine } from '$lib/engine/engine';
import { measureConvs } from '$lib/labs/bottlenecks/convs';
import { measureScaling } from '$lib/labs/bottlenecks/scaling';
import type { BottleneckPart, BottleneckSettings } from '$lib/labs/bottlenecks/settings';
import { measureSizes } from '$lib/labs/bottlenecks/sizes';
import type { Variant } from '$lib/model/variant';
import { findVariant } from '$lib/model/variants';
import type { BottlenecksCommand, BottlenecksEvent } from './bottlenecksProtocol';
import { breathe } from './breath';
import { failureOfLab, LabBench, underWay, type LabSessionOptions } from './labBench';
import type { LabEngine } from './labProtocol';

type Options = LabSessionOptions<BottlenecksEvent>;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class BottlenecksSession {
	readonly #post: Options['post'];
	readonly #bench: LabBench;

	constructor(options: Options) {
		this.#post = options.post;
		this.#bench = new LabBench(options);
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle(command: BottlenecksCommand): Promise<void> {
		switch (command.type) {
			case 'look':
				return this.#look();
			case 'visibility':
				this.#bench.visibility.hidden = command.hidden;
				return;
			case 'measure': {
				const { part, settings, engine } = command;
				if (!(await this.#bench.alone(() => this.#measure(part, settings, engine)))) this.#post(underWay);
			}
		}
	}

	/** Tells what there is to measure on. */
	async #look(): Promise<void> {
		this.#post({ type: 'field', entrants: await this.#bench.field() });
	}

	async #measure(part: BottleneckPart, settings: BottleneckSettings, name: LabEngine): Promise<void> {
		try {
			await this.#look();
			await this.#bench.on(name, async (engine, device) => {
				this.#post({ type: 'device', device });
				await this.#measureOn(engine, part, settings);
			});
			this.#post({ type: 'end' });
		} catch (error) {
			this.#post({ type: 'failure', ...failureOfLab(error) });
		}
	}

	async #measureOn(engine: Engine, part: BottleneckPart, settings: BottleneckSettings): Promise<void> {
		const { size: imageSize, batch, repeats } = settings;
		const variant = variantNamed(settings.model);
		const calm = this.#bench.visibility;
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
