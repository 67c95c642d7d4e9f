/** What kernels that make images from draws are told beside the draws themselves. */
import { makeTaps } from '$lib/data/augment/resize';
import type { DrawnImages } from '$lib/data/augment/table';
import type { HeldImages, StepShape } from '../executor';

/** All that is the same for every image of every batch while a stage lasts. */
export interface AugmentationShape {
	readonly batch: number;
	/** Sides of the images made and of those held, pixels. */
	readonly size: number;
	readonly side: number;
	/** Taps of the filter that resizes one to the other; 0 where the sides are equal. */
	readonly width: number;
	readonly padding: number;
	/** 1 for `bilinear`, 0 for `nearest`. */
	readonly bilinear: number;
}

export interface AugmentationPlan {
	readonly shape: AugmentationShape;
	/** First input of each output, [size], then its weights, [size, width]; see `Taps`. */
	readonly taps: Int32Array<ArrayBuffer>;
}

export function augmentationPlan(
	{ imageSize: size, batch }: StepShape,
	{ side }: Pick<HeldImages, 'side'>,
	{ padding, interpolation }: DrawnImages
): AugmentationPlan {
	const form = { batch, size, side, padding, bilinear: Number(interpolation === 'bilinear') };
	if (side === size) return { shape: { ...form, width: 0 }, taps: new Int32Array(size) };
	const { first, width, weights } = makeTaps(side, size);
	return { shape: { ...form, width }, taps: Int32Array.from([...first, ...weights]) };
}

/** Plans of the same key are the same, for one shape of steps. */
export function augmentationKey({ side }: Pick<HeldImages, 'side'>, drawn: DrawnImages): string {
	return `${side} ${drawn.padding} ${drawn.interpolation}`;
}
