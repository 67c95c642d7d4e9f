/**
 * Rotation, shear and translation: each pixel of the result is read from the source at coordinates that are a linear
 * map of its own. Where it lies outside the source it is grey.
 */
import type { Levels } from './levels';
import { grey } from './place';
import { ONE, type DrawnOperation, type Interpolation } from './table';

/**
 * Where a pixel is read: (xx·X + xy·Y + x1, yx·X + yy·Y + y1) in units of 1/131072 pixel, where X = 2x + 1 and
 * Y = 2y + 1 are its centre in half pixels. Half pixels and a unit half as large keep all of it whole.
 */
interface LinearMap {
	readonly xx: number;
	readonly xy: number;
	readonly x1: number;
	readonly yx: number;
	readonly yy: number;
	readonly y1: number;
}

const identity: LinearMap = { xx: ONE, xy: 0, x1: 0, yx: 0, yy: ONE, y1: 0 };
/** Bits below the whole pixel in a coordinate. */
const coordinateBits = 17;
const halfPixel = 1 << (coordinateBits - 1);

/** About the image's centre, counter-clockwise on the screen where the sine is positive. */
export function rotate(image: Levels, { a: cosine, b: sine }: DrawnOperation, how: Interpolation): void {
	const { side } = image;
	const x1 = side * (ONE - cosine + sine);
	const y1 = side * (ONE - sine - cosine);
	transform(image, { xx: cosine, xy: -sine, x1, yx: sine, yy: cosine, y1 }, how);
}

export function shearX(image: Levels, { a }: DrawnOperation, how: Interpolation): void {
	transform(image, { ...identity, xy: a }, how);
}

export function shearY(image: Levels, { a }: DrawnOperation, how: Interpolation): void {
	transform(image, { ...identity, yx: a }, how);
}

/** Positive moves the picture to the left. */
export function translateX(image: Levels, { a }: DrawnOperation, how: Interpolation): void {
	transform(image, { ...identity, x1: 2 * a }, how);
}

/** Positive moves the picture up. */
export function translateY(image: Levels, { a }: DrawnOperation, how: Interpolation): void {
	transform(image, { ...identity, y1: 2 * a }, how);
}

function transform(image: Levels, map: LinearMap, how: Interpolation): void {
	const { side, pixels, spare } = image;
	const read = how === 'nearest' ? readNearest : readBilinear;
	spare.set(pixels);
	for (let y = 0, to = 0; y < side; y++) {
		const Y = 2 * y + 1;
		for (let x = 0; x < side; x++, to += 3) {
			const X = 2 * x + 1;
			const sourceX = map.xx * X + map.xy * Y + map.x1;
			const sourceY = map.yx * X + map.yy * Y + map.y1;
			const column = sourceX >> coordinateBits;
			const row = sourceY >> coordinateBits;
			if (column < 0 || column >= side || row < 0 || row >= side) pixels.fill(grey, to, to + 3);
			else read(image, to, sourceX, sourceY);
		}
	}
}

function readNearest({ side, pixels, spare }: Levels, to: number, sourceX: number, sourceY: number): void {
	const from = 3 * ((sourceY >> coordinateBits) * side + (sourceX >> coordinateBits));
	for (let c = 0; c < 3; c++) pixels[to + c] = spare[from + c]!;
}

/** Between four centres, at 256 places along each axis; the fraction of the result is dropped, as Pillow does. */
function readBilinear({ side, pixels, spare }: Levels, to: number, sourceX: number, sourceY: number): void {
	const x = sourceX - halfPixel;
	const y = sourceY - halfPixel;
	const left = 3 * Math.max(0, x >> coordinateBits);
	const right = 3 * Math.min(side - 1, (x >> coordinateBits) + 1);
	const top = 3 * side * Math.max(0, y >> coordinateBits);
	const bottom = 3 * side * Math.min(side - 1, (y >> coordinateBits) + 1);
	const fx = (x >> (coordinateBits - 8)) & 255;
	const fy = (y >> (coordinateBits - 8)) & 255;
	for (let c = 0; c < 3; c++) {
		const upper = (256 - fx) * spare[top + left + c]! + fx * spare[top + right + c]!;
		const lower = (256 - fx) * spare[bottom + left + c]! + fx * spare[bottom + right + c]!;
		pixels[to + c] = ((256 - fy) * upper + fy * lower) >> 16;
	}
}
