/**
 * Patches of images as rows of a matrix, which turns a convolution into a product: for each pixel of a grid what a
 * window of taps sees, tap after tap, all channels of each; zeros outside the image. Taps of a row see neighbouring
 * pixels, which lie side by side in memory.
 */
import { copyFloats, fillZeros } from './vector';

/** Numbers of rows that are gathered at once: their patches stay in the processor's cache. */
const BLOCK_FLOATS: i32 = 16384;
const MOST_ROWS: i32 = 64;

/** A multiple of four. */
export function rowsAtOnce(rowFloats: i32): i32 {
	const fitting = (BLOCK_FLOATS / max(rowFloats, 1)) & ~3;
	return max(4, min(MOST_ROWS, fitting));
}

/**
 * Rows `first` to `end` of the patches. Row (n, i, j) of a grid of `high` by `wide` sees, of image n of `side`² pixels,
 * `tall` by `broad` pixels from (i·step + top, j·step + left).
 */
export function gather(
	image: usize,
	side: i32,
	channels: i32,
	high: i32,
	wide: i32,
	step: i32,
	top: i32,
	left: i32,
	tall: i32,
	broad: i32,
	first: i32,
	end: i32,
	to: usize,
	toStride: usize
): void {
	const area = high * wide;
	for (let row = first; row < end; row++) {
		const n = row / area;
		const inImage = row - n * area;
		const i = inImage / wide;
		const y0 = i * step + top;
		const x0 = (inImage - i * wide) * step + left;
		// Taps [from, until) of each row lie inside.
		const from = max(0, min(broad, -x0));
		const until = max(from, min(broad, side - x0));
		let at = to;
		for (let ty = 0; ty < tall; ty++) {
			const y = y0 + ty;
			if (y < 0 || y >= side) {
				fillZeros(at, broad * channels);
			} else {
				const line = image + ((<usize>(((n * side + y) * side + x0 + from) * channels)) << 2);
				if (from > 0) fillZeros(at, from * channels);
				copyFloats(at + ((<usize>(from * channels)) << 2), line, (until - from) * channels);
				if (until < broad) fillZeros(at + ((<usize>(until * channels)) << 2), (broad - until) * channels);
			}
			at += (<usize>(broad * channels)) << 2;
		}
		to += toStride;
	}
}
