import type { Engine } from '$lib/engine/engine';
import { measureBlocks } from '$lib/labs/blocks/measure';
import { blockRows, ratioRows, stepRows } from '$lib/labs/blocks/rows';
import { oneBlock } from '$lib/model/blockPair';
import type { Variant } from '$lib/model/variant';
import { findVariant } from '$lib/model/variants';
import {
	blockEngines,
	type BlockEngine,
	type BlocksCommand,
	type BlocksEvent,
	type BlockSettings
} from './blocksProtocol';
import { breathe } from './breath';
import { failureOfLab, LabBench, underWay, type LabSessionOptions } from './labBench';

type Options = LabSessionOptions<BlocksEvent>;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class BlocksSession {
	readonly #post: Options['post'];
	readonly #bench: LabBench;

	constructor(options: Options) {
		this.#post = options.post;
		this.#bench = new LabBench(options);
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle(command: BlocksCommand): Promise<void> {
		switch (command.type) {
			case 'look':
				return this.#look();
			case 'visibility':
				this.#bench.visibility.hidden = command.hidden;
				return;
			case 'measure':
				if (!(await this.#bench.alone(() => this.#measure(command.settings, command.engines)))) {
					this.#post(underWay);
				}
		}
	}

	/** Tells what there is to measure on. */
	async #look(): Promise<void> {
		this.#post({ type: 'field', entrants: await this.#bench.field() });
	}

	/** One engine after the other: what one cannot do keeps no other from its turn. */
	async #measure(settings: BlockSettings, chosen: readonly BlockEngine[]): Promise<void> {
		await this.#look();
		for (const engine of blockEngines.filter((name) => chosen.includes(name))) {
			try {
				await this.#measureOn(engine, settings);
			} catch (error) {
				this.#post({ type: 'missed', engine, ...failureOfLab(error) });
			}
		}
		this.#post({ type: 'end' });
	}

	async #measureOn(name: BlockEngine, settings: BlockSettings): Promise<void> {
		const variant = variantOf(settings);
		await this.#bench.on(name, async (engine, device) => {
			this.#post({ type: 'device', engine: name, device });
			this.#post({ type: 'roof', engine: name, ...(await this.#bench.roof(name)) });
			await this.#measureWith(engine, name, variant, settings);
		});
	}

	async #measureWith(
		engine: Engine,
		name: BlockEngine,
		variant: Variant,
		{ imageSize, batch, repeats }: BlockSettings
	): Promise<void> {
		const task = { variant, imageSize, batch, repeats };
		for await (const event of measureBlocks(engine, task, this.#bench.visibility)) {
			if (event.type === 'preparing') this.#post({ ...event, engine: name });
			else {
				const measured = { engine: name, figures: event.figures };
				const rows = blockRows(variant, task, measured);
				const steps = stepRows(measured);
				const ratios = ratioRows(name, event.ratios);
				const { done, drift } = event;
				// The protocol's lists are mutable, those of the lab are not.
				this.#post({ type: 'repeat', engine: name, done, rows, steps, ratios, drift } as BlocksEvent);
			}
			await breathe();
		}
	}
}

/** Throws RangeError for a name that there is not. */
function variantOf({ model, own }: BlockSettings): Variant {
	if (model === 'own') return oneBlock(own);
	const variant = findVariant(model);
	if (variant === undefined) throw new RangeError(`There is no network called "${model}".`);
	return variant;
}
