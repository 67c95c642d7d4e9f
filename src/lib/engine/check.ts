import {
	firstOperation,
	mostOperations,
	operationNames,
	wordsPerImage,
	wordsPerOperation,
	type DrawnImages
} from '$lib/data/augment/table';
import { sizeOf } from '$lib/model/size';
import type { Batch, HeldImages, StepShape } from './executor';

/** Throws RangeError unless images and targets have the compiled shape. */
export function checkBatch({ images, targets }: Batch, shape: StepShape, classes: number): void {
	checkImages(images, shape);
	checkTargets(targets, shape, classes);
}

/** Throws RangeError unless the images have the compiled shape. */
export function checkImages(images: Float32Array, { imageSize, batch }: StepShape): void {
	checkLength('images', images, [batch, imageSize, imageSize, 3]);
}

export function checkTargets(targets: Float32Array, { batch }: StepShape, classes: number): void {
	checkLength('targets', targets, [batch, classes]);
}

/**
 * Throws RangeError unless the draws have the compiled shape and ask for nothing that is not there: the kernels read
 * wherever the table sends them.
 */
export function checkDrawn(
	{ size, padding, table }: DrawnImages,
	{ count }: Pick<HeldImages, 'count'>,
	{ imageSize, batch }: StepShape
): void {
	if (size !== imageSize || table.length !== batch * wordsPerImage) {
		const drawn = `${table.length / wordsPerImage} images of ${size} px`;
		throw new RangeError(
			`The draws are of ${drawn}, but the step was compiled for ${batch} of ${imageSize}.`
		);
	}
	checkWhole('padding', padding, 0, size);
	for (let at = 0; at < table.length; at += wordsPerImage) {
		const [image, , , , operations, partner] = table.subarray(at, at + wordsPerImage);
		checkWhole('image', image!, 0, count - 1);
		checkWhole('number of operations', operations!, 0, mostOperations);
		checkWhole('partner', partner!, 0, batch - 1);
		for (let layer = 0; layer < operations!; layer++) {
			const code = table[at + firstOperation + layer * wordsPerOperation]!;
			checkWhole('operation', code, 0, operationNames.length - 1);
		}
	}
}

/** Throws RangeError unless size and batch are whole numbers from 1. */
export function checkShape({ imageSize, batch }: StepShape): void {
	for (const [what, value] of [['image side', imageSize] as const, ['batch', batch] as const]) {
		if (!Number.isInteger(value) || value < 1) {
			throw new RangeError(`The ${what} must be a whole number from 1; got ${value}.`);
		}
	}
}

function checkWhole(what: string, value: number, least: number, most: number): void {
	if (Number.isInteger(value) && value >= least && value <= most) return;
	throw new RangeError(`The draws' ${what} must be a whole number from ${least} to ${most}; got ${value}.`);
}

function checkLength(what: string, { length }: Float32Array, shape: readonly number[]): void {
	if (length === sizeOf(shape)) return;
	throw new RangeError(
		`The ${what} hold ${length} numbers, but the step was compiled for [${shape.join(', ')}].`
	);
}
