import { PlacementDraws } from './draws';
import { drawMixes } from './mixDraws';
import { RandAugmentDraws } from './randAugment';
import { packDraws, type DrawnImages, type Interpolation, type Mix } from './table';

/** What a run's images have in common from beginning to end. */
export interface RunAugmentation {
	readonly seed: number;
	readonly flip: boolean;
	/** Grey border before the crop, pixels; at a side below that, the side: then an image can leave the picture whole. */
	readonly padding: number;
	readonly interpolation: Interpolation;
}

/** How strong a stage's augmentation is; 0 is none everywhere. */
export interface StageAugmentation {
	/** Side of the images, pixels. */
	readonly size: number;
	/** RandAugment's magnitude, 0 to 30, and operations for each image, at most `mostOperations`. */
	readonly randaugment: number;
	readonly layers: number;
	/** α of mixup's and CutMix's Beta(α, α). */
	readonly mixup: number;
	readonly cutmix: number;
}

/** The draws of a run's batches. Those of a step follow from the seed, its images, epoch and number alone. */
export class BatchDraws {
	readonly #run: RunAugmentation;
	#epoch: {
		number: number;
		padding: number;
		placements: PlacementDraws;
		operations: RandAugmentDraws;
	} | null = null;

	constructor(run: RunAugmentation) {
		this.#run = run;
	}

	/**
	 * The batch of the given images, to be made by `makeImages` or an engine, and its mixes, which its targets need too
	 * (`mixTargets`). Throws RangeError for more layers than a table holds or an alpha out of range.
	 * @param at number of the step in the run, and of the epoch that it belongs to
	 */
	of(
		indices: Uint32Array,
		at: { readonly epoch: number; readonly step: number },
		stage: StageAugmentation
	): { drawn: DrawnImages; mixes: (Mix | null)[] } {
		const { seed, interpolation } = this.#run;
		const { size, mixup, cutmix } = stage;
		const padding = Math.min(this.#run.padding, size);
		const { placements, operations } = this.#drawsOf(at.epoch, padding);
		const mixes = drawMixes(seed, at.step, indices.length, { mixup, cutmix, side: size });
		const strength = { layers: stage.layers, magnitude: stage.randaugment, side: size };
		const draws = Array.from(indices, (image, place) => ({
			...placements.of(image),
			image,
			operations: operations.of(image, strength),
			mix: mixes[place] ?? null
		}));
		return { drawn: { size, padding, interpolation, table: packDraws(draws) }, mixes };
	}

	#drawsOf(epoch: number, padding: number) {
		if (this.#epoch?.number !== epoch || this.#epoch.padding !== padding) {
			const { seed, flip } = this.#run;
			this.#epoch = {
				number: epoch,
				padding,
				placements: new PlacementDraws(seed, epoch, { flip, padding }),
				operations: new RandAugmentDraws(seed, epoch)
			};
		}
		return this.#epoch;
	}
}
