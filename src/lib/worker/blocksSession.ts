import type { Engine } from '$lib/engine/engine';
import { inCalm } from '$lib/engine/race/calm';
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
import { deviceOf } from './entrants';
import { GpuFinder } from './gpuFinder';
import {
	failureKindOf,
	labField,
	openLabEngine,
	roofOf,
	type LabDevices,
	type LabSessionOptions
} from './labDevices';
import { Visibility } from './visibility';

type Options = LabSessionOptions<BlocksEvent>;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class BlocksSession {
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
	async handle(command: BlocksCommand): Promise<void> {
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
				await this.#measure(command.settings, command.engines);
				this.#measuring = false;
		}
	}

	/** Tells what there is to measure on; the GPU is opened once. */
	async #look(): Promise<LabDevices> {
		const { entrants, devices } = await labField(this.#finder, this.#kernels);
		this.#post({ type: 'field', entrants });
		return devices;
	}

	/** One engine after the other: what one cannot do keeps no other from its turn. */
	async #measure(settings: BlockSettings, chosen: readonly BlockEngine[]): Promise<void> {
		const devices = await this.#look();
		for (const engine of blockEngines.filter((name) => chosen.includes(name))) {
			try {
				await this.#measureOn(engine, settings, devices);
			} catch (error) {
				const message = error instanceof Error ? error.message : String(error);
				this.#post({ type: 'missed', engine, kind: failureKindOf(error), message });
			}
		}
		this.#post({ type: 'end' });
	}

	async #measureOn(name: BlockEngine, settings: BlockSettings, devices: LabDevices): Promise<void> {
		const variant = variantOf(settings);
		const engine = await openLabEngine(name, devices);
		try {
			const threads = name === 'wasm' ? (devices.kernels.threads?.most ?? 1) : null;
			this.#post({ type: 'device', engine: name, device: deviceOf(engine.device, threads) });
			const roof = await inCalm(this.#visibility, () => roofOf(name, devices));
			this.#post({ type: 'roof', engine: name, ...roof });
			await this.#measureWith(engine, name, variant, settings);
		} finally {
			engine.close();
		}
	}

	async #measureWith(
		engine: Engine,
		name: BlockEngine,
		variant: Variant,
		{ imageSize, batch, repeats }: BlockSettings
	): Promise<void> {
		const task = { variant, imageSize, batch, repeats };
		for await (const event of measureBlocks(engine, task, this.#visibility)) {
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
