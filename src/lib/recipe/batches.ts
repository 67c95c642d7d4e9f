/** Batches as the executor takes them, cut from a data set. */
import { BatchDraws } from '$lib/data/augment/batch';
import { evaluationImages as imagesOf, makeImages } from '$lib/data/augment/make';
import type { Dataset, ImageSet } from '$lib/data/dataset';
import { Sampler } from '$lib/data/sampler';
import { oneHot } from '$lib/data/targets';
import type { Batch } from '$lib/engine/executor';
import type { RunConfig } from './config';

type BatchConfig = Pick<RunConfig, 'batch' | 'seed' | 'flip' | 'cropPadding'>;

/** The training batches of a run; that of a step follows from seed and step alone. */
export class TrainingBatches {
	readonly #dataset: Dataset;
	readonly #sampler: Sampler;
	readonly #draws: BatchDraws;

	/** Throws RangeError if the training split does not fill one batch. */
	constructor(dataset: Dataset, config: BatchConfig) {
		this.#dataset = dataset;
		this.#sampler = new Sampler(dataset.train.count, config.batch, config.seed);
		const { seed, flip, cropPadding: padding } = config;
		this.#draws = new BatchDraws({ seed, flip, padding, interpolation: 'nearest' });
	}

	/** The batch of update `step`, from 0, at images of side `size` pixels. */
	at(step: number, size: number): Batch {
		const { train, classes } = this.#dataset;
		const indices = this.#sampler.indices(step);
		const epoch = this.#sampler.epochOf(step);
		const stage = { size, randaugment: 0, layers: 0, mixup: 0, cutmix: 0 };
		const { drawn } = this.#draws.of(indices, { epoch, step }, stage);
		return { images: makeImages(train, drawn), targets: oneHot(train.labels, indices, classes.length) };
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
