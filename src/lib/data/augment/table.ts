/**
 * What is done to each image of a batch, as a table of whole numbers. The draws are made once, on the host, and every
 * engine makes its images from the same table by whole-number arithmetic, so that all make the same ones.
 */
import type { Placement } from './draws';

/** RandAugment's operations in the order of the official list; the place of a name is its code in the table. */
export const operationNames = [
	'autoContrast',
	'equalize',
	'invert',
	'rotate',
	'posterize',
	'solarize',
	'color',
	'contrast',
	'brightness',
	'sharpness',
	'shearX',
	'shearY',
	'translateX',
	'translateY',
	'cutout',
	'solarizeAdd'
] as const;
export type OperationName = (typeof operationNames)[number];

/**
 * An operation with its arguments, whole numbers; those that it has no use for are 0. In units of 1/65536: `rotate` a
 * cosine, b sine; shears a; translations a, pixels; `color`, `contrast`, `brightness`, `sharpness` a, the factor. As they
 * are: `posterize` a, bits kept; `solarize` a, threshold; `solarizeAdd` a, what is added; `cutout` a and b, the centre's
 * column and row, c, half its side.
 */
export interface DrawnOperation {
	readonly name: OperationName;
	readonly a: number;
	readonly b: number;
	readonly c: number;
}

/**
 * What an image is mixed with: λ·own + (1 - λ)·partner, except that inside the box, where it is not empty, the partner
 * alone is seen. Mixup has no box, CutMix has λ = 1.
 */
export interface Mix {
	/** Place of the other image in the batch. */
	readonly partner: number;
	/** λ in units of 1/65536. */
	readonly lambda: number;
	/** Columns `left` to `right` and rows `top` to `bottom`, the last ones excluded, pixels. */
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

export interface ImageDraw extends Placement {
	/** Number of the image in its set. */
	readonly image: number;
	/** In the order in which they are done; at most `mostOperations`. */
	readonly operations: readonly DrawnOperation[];
	readonly mix: Mix | null;
}

/** How pixels between pixels are read by rotation, shear and translation: the official code's `nearest`, or `bilinear`. */
export type Interpolation = 'nearest' | 'bilinear';

/** A batch of training images, before it is made. */
export interface DrawnImages {
	/** Side of the images made, pixels. */
	readonly size: number;
	/** Grey border around the resized image before the crop, pixels. */
	readonly padding: number;
	readonly interpolation: Interpolation;
	/** [batch, `wordsPerImage`], see `packDraws`. */
	readonly table: Int32Array;
}

/** λ = 1, and the unit of arguments that are fractions. */
export const ONE = 65536;
export const mostOperations = 5;
export const wordsPerImage = 32;
/** Where an image's operations begin in its row, and words of each: code, a, b, c. */
export const firstOperation = 12;
export const wordsPerOperation = 4;

/**
 * The table of a batch, a row of 32 words for each image: image, flip, dy, dx, number of operations, partner, λ, box (left,
 * top, right, bottom), 0; then up to five operations of four words (code, a, b, c). An image that is mixed with none is
 * its own partner with λ = 1. Throws RangeError for more operations than a row holds.
 */
export function packDraws(draws: readonly ImageDraw[]): Int32Array {
	const table = new Int32Array(draws.length * wordsPerImage);
	for (const [place, draw] of draws.entries()) {
		table.set(rowOf(draw, place), place * wordsPerImage);
	}
	return table;
}

function rowOf({ image, flip, dy, dx, operations, mix }: ImageDraw, place: number): number[] {
	if (operations.length > mostOperations) {
		throw new RangeError(`an image takes at most ${mostOperations} operations, not ${operations.length}`);
	}
	const { partner, lambda, left, top, right, bottom } = mix ?? unmixed(place);
	const done = operations.flatMap(({ name, a, b, c }) => [operationNames.indexOf(name), a, b, c]);
	const head = [image, flip ? 1 : 0, dy, dx, operations.length, partner, lambda, left, top, right, bottom, 0];
	return [...head, ...done];
}

/**
 * What `packDraws` packed. Throws RangeError for a table that no batch has: rows cut short, too many operations, an
 * operation without name, a partner outside the batch.
 */
export function unpackDraws(table: Int32Array): ImageDraw[] {
	const batch = table.length / wordsPerImage;
	if (!Number.isInteger(batch)) {
		throw new RangeError(`a table of draws has rows of ${wordsPerImage} words, not ${table.length} words`);
	}
	return Array.from({ length: batch }, (_, place) => {
		const row = table.subarray(place * wordsPerImage, (place + 1) * wordsPerImage);
		const [image = 0, flip = 0, dy = 0, dx = 0] = row;
		return { image, flip: flip !== 0, dy, dx, operations: operationsOf(row), mix: mixOf(row, place, batch) };
	});
}

function operationsOf(row: Int32Array): DrawnOperation[] {
	const count = row[4] ?? 0;
	if (count < 0 || count > mostOperations) throw new RangeError(`an image takes no ${count} operations`);
	return Array.from({ length: count }, (_, layer) => {
		const first = firstOperation + layer * wordsPerOperation;
		const [code = 0, a = 0, b = 0, c = 0] = row.subarray(first, first + wordsPerOperation);
		const name = operationNames[code];
		if (name === undefined) throw new RangeError(`no operation has the code ${code}`);
		return { name, a, b, c };
	});
}

function mixOf(row: Int32Array, place: number, batch: number): Mix | null {
	const [partner = 0, lambda = 0, left = 0, top = 0, right = 0, bottom = 0] = row.subarray(5, 11);
	if (partner < 0 || partner >= batch) throw new RangeError(`no image ${partner} in a batch of ${batch}`);
	return partner === place ? null : { partner, lambda, left, top, right, bottom };
}

function unmixed(place: number): Mix {
	return { partner: place, lambda: ONE, left: 0, top: 0, right: 0, bottom: 0 };
}
