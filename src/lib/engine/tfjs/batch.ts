import { tensor2d, tensor4d, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { sizeOf } from '$lib/model/size';
import type { Batch, StepShape } from '../executor';

/** Throws RangeError unless images and targets have the compiled shape. */
export function checkBatch({ images, targets }: Batch, shape: StepShape, classes: number): void {
	checkImages(images, shape);
	checkLength('targets', targets, [shape.batch, classes]);
}

/** Throws RangeError unless the images have the compiled shape. */
export function checkImages(images: Float32Array, { imageSize, batch }: StepShape): void {
	checkLength('images', images, [batch, imageSize, imageSize, 3]);
}

/** Throws RangeError unless size and batch are whole numbers from 1. */
export function checkShape({ imageSize, batch }: StepShape): void {
	for (const [what, value] of [['image side', imageSize] as const, ['batch', batch] as const]) {
		if (!Number.isInteger(value) || value < 1) {
			throw new RangeError(`The ${what} must be a whole number from 1; got ${value}.`);
		}
	}
}

function checkLength(what: string, { length }: Float32Array, shape: readonly number[]): void {
	if (length === sizeOf(shape)) return;
	throw new RangeError(
		`The ${what} hold ${length} numbers, but the step was compiled for [${shape.join(', ')}].`
	);
}

/** Uploads images [batch, size, size, 3]; a copy, so that the caller may change its array afterwards. */
export function uploadImages(images: Float32Array, { imageSize, batch }: StepShape): Tensor4D {
	return tensor4d(images.slice(), [batch, imageSize, imageSize, 3]);
}

/** Uploads images and targets [batch, classes]. */
export function uploadBatch(
	{ images, targets }: Batch,
	shape: StepShape,
	classes: number
): { images: Tensor4D; targets: Tensor2D } {
	return {
		images: uploadImages(images, shape),
		targets: tensor2d(targets.slice(), [shape.batch, classes])
	};
}
