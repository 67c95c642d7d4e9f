import { sizeOf } from '$lib/model/size';
import type { Batch, StepShape } from './executor';

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
