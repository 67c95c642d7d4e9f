/** Resizing in whole numbers: rows, then columns. Values are levels in units of 1/65536, a vector for each pixel. */
import { unpack } from './pixel';

/** Bytes of a pixel of `to`. */
const VALUE: usize = 16;
/** And of an image: its fourth lane is what comes after it, whatever that is. */
const SOURCE: usize = 3;

/**
 * @param taps the first input of each output, then the weights, `width` for each output; `width` 0: the sides are equal
 * @param rows room for side·size vectors
 * @param to receives size·size vectors
 */
export function resize(
	from: usize,
	taps: usize,
	rows: usize,
	to: usize,
	side: i32,
	size: i32,
	width: i32
): void {
	if (width == 0) {
		for (let p: usize = 0; p < <usize>(size * size); p++) {
			v128.store(to + p * VALUE, i32x4.shl(unpack(from + p * SOURCE), 16));
		}
		return;
	}
	const weights = taps + (<usize>size << 2);
	for (let y = 0; y < side; y++) {
		const line = from + <usize>(y * side) * SOURCE;
		for (let x = 0; x < size; x++) {
			let at = line + <usize>firstTap(taps, x) * SOURCE;
			let sum = i32x4.splat(0);
			for (let t = 0; t < width; t++) {
				sum = i32x4.add(sum, i32x4.mul(weight(weights, x * width + t), unpack(at)));
				at += SOURCE;
			}
			v128.store(rows + <usize>(y * size + x) * VALUE, sum);
		}
	}
	for (let y = 0; y < size; y++) {
		const line = rows + <usize>(firstTap(taps, y) * size) * VALUE;
		joinRows(line, weights + (<usize>(y * width) << 2), to + <usize>(y * size) * VALUE, size, width);
	}
}

/** A row's sum fits 24 bits; the sum over the rows would take 40, so their upper 16 bits and their lower 8 are summed apart. */
function joinRows(rows: usize, weights: usize, to: usize, size: i32, width: i32): void {
	const stride = <usize>size * VALUE;
	for (let x = 0; x < size; x++) {
		let at = rows + <usize>x * VALUE;
		let high = i32x4.splat(0);
		let low = i32x4.splat(0);
		for (let t = 0; t < width; t++) {
			const share = weight(weights, t);
			const sum = v128.load(at);
			high = i32x4.add(high, i32x4.mul(share, i32x4.shr_u(sum, 8)));
			low = i32x4.add(low, i32x4.mul(share, v128.and(sum, i32x4.splat(255))));
			at += stride;
		}
		v128.store(to + <usize>x * VALUE, i32x4.shr_u(i32x4.add(high, i32x4.shr_u(low, 8)), 8));
	}
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function firstTap(taps: usize, i: i32): i32 {
	return load<i32>(taps + (<usize>i << 2));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function weight(weights: usize, i: i32): v128 {
	return v128.load32_splat(weights + (<usize>i << 2));
}
