/** Batches as the executor takes them, cut from a data set. */
import { evaluationImages as imagesOf, trainingImages } from '$lib/data/augment/batch';
import { PlacementDraws } from '$lib/data/augment/draws';
import type { Dataset, ImageSet } from '$lib/data/dataset';
import { Sampler } from '$lib/data/sampler';
import { oneHot } from '$lib/data/targets';
import type { Batch } from '$lib/engine/executor';
import type { RunConfig } from './config';

type BatchConfig = Pick<RunConfig, 'batch' | 'seed' | 'flip' | 'cropPadding'>;

/** The training batches of a run; that of a step follows from seed and step alone. */
export class TrainingBatches {
	readonly #dataset: Dataset;
	readonly #config: BatchConfig;
	readonly #sampler: Sampler;
	#draws: { readonly epoch: number; readonly placements: PlacementDraws } | null = null;

	/** Throws RangeError if the training split does not fill one batch. */
	constructor(dataset: Dataset, config: BatchConfig) {
		this.#dataset = dataset;
		this.#config = config;
		this.#sampler = new Sampler(dataset.train.count, config.batch, config.seed);
	}

	/** The batch of update `step`, from 0, at images of side `size` pixels. */
	at(step: number, size: number): Batch {
		const { train, classes } = this.#dataset;
		const indices = this.#sampler.indices(step);
		const draws = this.#placements(this.#sampler.epochOf(step));
		const images = trainingImages(train, indices, { size, padding: this.#config.cropPadding, draws });
		return { images, targets: oneHot(train.labels, indices, classes.length) };
	}

	#placements(epoch: number): PlacementDraws {
		if (this.#draws?.epoch !== epoch) {
			const { seed, flip, cropPadding: padding } = this.#config;
			this.#draws = { epoch, placements: new PlacementDraws(seed, epoch, { flip, padding }) };
		}
		return this.#draws.placements;
	}
}

/**
 * Images `from` to `to` (exclusive) for evaluation, [batch, size, size, 3]; where they do not fill the batch the rest
 * is 0, mid-grey, and not to be judged.
 */
export function evaluationImages(
	set: ImageSet,
	from: number,
	to: number,
	{ size, batch }: { readonly size: number; readonly batch: number }
): Float32Array {
	const indices = Array.from({ length: to - from }, (_, i) => from + i);
	const images = imagesOf(set, indices, size);
	if (indices.length === batch) return images;
	const padded = new Float32Array(batch * size * size * 3);
	padded.set(images);
	return padded;
}
