import { blend } from './pixelwise';
import type { Levels } from './levels';

/**
 * From the image smoothed by Pillow's 3·3 `SMOOTH` filter (factor 0) through itself (65536) to a sharper one. The border
 * of one pixel has no full neighbourhood and stays.
 */
export function sharpness(image: Levels, factor: number): void {
	const { side, pixels, spare } = image;
	const stride = 3 * side;
	spare.set(pixels);
	for (let y = 1; y < side - 1; y++) {
		const end = (y + 1) * stride - 3;
		for (let i = y * stride + 3; i < end; i++) {
			const level = spare[i]!;
			pixels[i] = blend(smooth(spare, i, stride), level, factor);
		}
	}
}

/** (eight neighbours + 5·centre) / 13, rounded. */
function smooth(levels: Uint8Array, centre: number, stride: number): number {
	let sum = 4 * levels[centre]!;
	for (let row = centre - stride; row <= centre + stride; row += stride) {
		sum += levels[row - 3]! + levels[row]! + levels[row + 3]!;
	}
	return Math.floor((2 * sum + 13) / 26);
}
