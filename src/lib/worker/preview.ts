/** What a stage shows the network: training images made as its steps make them. */
import { BatchDraws } from '$lib/data/augment/batch';
import { makeImages } from '$lib/data/augment/make';
import { unpackDraws, wordsPerImage, type DrawnImages, type OperationName } from '$lib/data/augment/table';
import type { ImageSet } from '$lib/data/dataset';
import type { Executor } from '$lib/engine/executor';
import type { RunConfig } from '$lib/recipe/config';
import { pick } from './samples';

export interface PreviewedStage {
	readonly stage: number;
	/** Pixels. */
	readonly size: number;
	/** R G B A, [images, size, size, 4] */
	readonly images: Uint8ClampedArray<ArrayBuffer>;
	/** What RandAugment did to each image. */
	readonly operations: readonly OperationName[][];
}

interface Wanted {
	readonly config: RunConfig;
	readonly stages: readonly number[];
	/** Numbers of training images. They are a batch: mixup and CutMix mix them with each other. */
	readonly images: Uint32Array;
	/** Which draw: 0, 1, 2, … */
	readonly draw: number;
}

/** Images of the training split through the executor's own augmentation, or the reference where it has none. */
export async function previewStages(
	set: ImageSet,
	{ config, stages, images, draw }: Wanted,
	executor: Executor | null
): Promise<PreviewedStage[]> {
	const chosen = pick(set, [...images]);
	const { seed, flip, cropPadding: padding, interpolation } = config;
	const draws = new BatchDraws({ seed, flip, padding, interpolation });
	const shown: PreviewedStage[] = [];
	for (const stage of stages) {
		const settings = config.stages[stage];
		if (settings === undefined) continue;
		const strength = { ...settings, layers: config.randaugmentLayers };
		const { drawn } = draws.of(images, { epoch: draw, step: draw }, strength);
		const local = ofSubset(drawn);
		const made = await makeOn(executor, chosen, local);
		const operations = unpackDraws(local.table).map((one) => one.operations.map(({ name }) => name));
		shown.push({ stage, size: drawn.size, images: toRgba(made), operations });
	}
	return shown;
}

/** The same draws, of images that stand in their own order in a set of their own. */
function ofSubset(drawn: DrawnImages): DrawnImages {
	const table = drawn.table.slice();
	for (let row = 0; row * wordsPerImage < table.length; row++) table[row * wordsPerImage] = row;
	return { ...drawn, table };
}

async function makeOn(executor: Executor | null, set: ImageSet, drawn: DrawnImages): Promise<Float32Array> {
	const { size: imageSize } = drawn;
	const held = executor?.holdImages?.(set);
	if (executor === null || held === undefined) return makeImages(set, drawn);
	try {
		const step = await executor.compileAugmentation?.({ imageSize, batch: set.count });
		if (step === undefined) return makeImages(set, drawn);
		try {
			return await step.run(held, drawn);
		} finally {
			step.dispose();
		}
	} finally {
		held.dispose();
	}
}

/** From (v - 128) / 128 back to levels. */
function toRgba(images: Float32Array): Uint8ClampedArray<ArrayBuffer> {
	const rgba = new Uint8ClampedArray((images.length / 3) * 4).fill(255);
	for (let pixel = 0; pixel * 3 < images.length; pixel++) {
		for (let c = 0; c < 3; c++) rgba[4 * pixel + c] = 128 + 128 * (images[3 * pixel + c] ?? 0);
	}
	return rgba;
}
