/** Batches as the executor takes them, cut from a data set. */
import { BatchDraws } from '$lib/data/augment/batch';
import { evaluationImages as imagesOf } from '$lib/data/augment/make';
import type { DrawnImages } from '$lib/data/augment/table';
import type { Dataset, ImageSet } from '$lib/data/dataset';
import { Sampler } from '$lib/data/sampler';
import { mixTargets, oneHot } from '$lib/data/targets';
import type { RunConfig } from './config';
import type { StageSettings } from './plan';

type BatchConfig = Pick<
	RunConfig,
	'batch' | 'seed' | 'flip' | 'cropPadding' | 'interpolation' | 'randaugmentLayers'
>;

/** A batch for training whose images are still to be made, from the training split. */
export interface TrainingBatch {
	readonly drawn: DrawnImages;
	/** [batch, classes], mixed as the images will be. */
	readonly targets: Float32Array;
}

/** The training batches of a run; that of a step follows from seed, step and its stage alone. */
export class TrainingBatches {
	readonly #dataset: Dataset;
	readonly #layers: number;
	readonly #sampler: Sampler;
	readonly #draws: BatchDraws;

	/** Throws RangeError if the training split does not fill one batch. */
	constructor(dataset: Dataset, config: BatchConfig) {
		this.#dataset = dataset;
		this.#layers = config.randaugmentLayers;
		this.#sampler = new Sampler(dataset.train.count, config.batch, config.seed);
		const { seed, flip, cropPadding: padding, interpolation } = config;
		this.#draws = new BatchDraws({ seed, flip, padding, interpolation });
	}

	/** The batch of update `step`, from 0, as its stage sets it. */
	at(
		step: number,
		{ size, randaugment, mixup, cutmix }: Omit<StageSettings, 'dropout' | 'dropPath'>
	): TrainingBatch {
		const { train, classes } = this.#dataset;
		const indices = this.#sampler.indices(step);
		const epoch = this.#sampler.epochOf(step);
		const strength = { size, randaugment, layers: this.#layers, mixup, cutmix };
		const { drawn, mixes } = this.#draws.of(indices, { epoch, step }, strength);
		const targets = oneHot(train.labels, indices, classes.length);
		mixTargets(targets, mixes, size);
		return { drawn, targets };
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
