/**
 * Matrix products out of panels. One operand is packed: eight columns side by side, row after row, so that a product
 * walks through it in one run of memory. Four rows of the other meet them in eight vectors of sums, which is what the
 * registers of a processor with sixteen hold.
 */
import { fma, load4, store4 } from './vector';

export const WIDE: i32 = 8;
export const TALL: i32 = 4;

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function panelsOf(columns: i32): i32 {
	return (columns + WIDE - 1) / WIDE;
}

/** Packs matrix b [k, n], whose rows are `stride` bytes apart: panel after panel [k, 8], zeros past the last column. */
export function packColumns(b: usize, stride: usize, k: i32, n: i32, to: usize): void {
	for (let j = 0; j < n; j += WIDE) {
		let from = b + (<usize>j << 2);
		const left = n - j;
		for (let row = 0; row < k; row++) {
			v128.store(to, load4(from, left));
			v128.store(to, load4(from + 16, left - 4), 16);
			to += 32;
			from += stride;
		}
	}
}

/** c = a·b for up to four rows of a and the first `wide` columns of one panel. Strides in bytes; k may be 0. */
export function multiplyRows(
	a: usize,
	aStride: usize,
	panel: usize,
	k: i32,
	c: usize,
	cStride: usize,
	rows: i32,
	wide: i32
): void {
	// Missing rows repeat the last one, and so write the same there.
	let a0 = a;
	let a1 = rows > 1 ? a0 + aStride : a0;
	let a2 = rows > 2 ? a1 + aStride : a1;
	let a3 = rows > 3 ? a2 + aStride : a2;
	let c00 = f32x4.splat(0);
	let c01 = c00;
	let c10 = c00;
	let c11 = c00;
	let c20 = c00;
	let c21 = c00;
	let c30 = c00;
	let c31 = c00;
	const end = a0 + (<usize>k << 2);
	while (a0 < end) {
		const b0 = v128.load(panel);
		const b1 = v128.load(panel, 16);
		let s = v128.load32_splat(a0);
		c00 = fma(s, b0, c00);
		c01 = fma(s, b1, c01);
		s = v128.load32_splat(a1);
		c10 = fma(s, b0, c10);
		c11 = fma(s, b1, c11);
		s = v128.load32_splat(a2);
		c20 = fma(s, b0, c20);
		c21 = fma(s, b1, c21);
		s = v128.load32_splat(a3);
		c30 = fma(s, b0, c30);
		c31 = fma(s, b1, c31);
		a0 += 4;
		a1 += 4;
		a2 += 4;
		a3 += 4;
		panel += 32;
	}
	storePair(c, wide, c00, c01);
	if (rows > 1) storePair((c += cStride), wide, c10, c11);
	if (rows > 2) storePair((c += cStride), wide, c20, c21);
	if (rows > 3) storePair(c + cStride, wide, c30, c31);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function storePair(c: usize, wide: i32, first: v128, second: v128): void {
	if (wide >= WIDE) {
		v128.store(c, first);
		v128.store(c, second, 16);
	} else {
		store4(c, wide, first);
		if (wide > 4) store4(c + 16, wide - 4, second);
	}
}

/** c [rows, n] = a [rows, k]·b, b packed. */
export function multiply(
	a: usize,
	aStride: usize,
	b: usize,
	k: i32,
	n: i32,
	c: usize,
	cStride: usize,
	rows: i32
): void {
	const panelBytes = <usize>k << 5;
	for (let j = 0; j < n; j += WIDE) {
		let from = a;
		let to = c + (<usize>j << 2);
		for (let i = 0; i < rows; i += TALL) {
			multiplyRows(from, aStride, b, k, to, cStride, rows - i, n - j);
			from += aStride << 2;
			to += cStride << 2;
		}
		b += panelBytes;
	}
}

/**
 * c += aᵀ·b over `depth` rows of both: a is packed by quads of its columns [depth, 4], b in panels [depth, 8]. Up to four
 * rows of c and `wide` of its columns.
 */
export function addProduct(
	a: usize,
	b: usize,
	depth: i32,
	c: usize,
	cStride: usize,
	rows: i32,
	wide: i32
): void {
	const c1 = rows > 1 ? c + cStride : c;
	const c2 = rows > 2 ? c1 + cStride : c1;
	const c3 = rows > 3 ? c2 + cStride : c2;
	let c00 = load4(c, wide);
	let c01 = load4(c + 16, wide - 4);
	let c10 = load4(c1, wide);
	let c11 = load4(c1 + 16, wide - 4);
	let c20 = load4(c2, wide);
	let c21 = load4(c2 + 16, wide - 4);
	let c30 = load4(c3, wide);
	let c31 = load4(c3 + 16, wide - 4);
	const end = a + (<usize>depth << 4);
	while (a < end) {
		const b0 = v128.load(b);
		const b1 = v128.load(b, 16);
		let s = v128.load32_splat(a);
		c00 = fma(s, b0, c00);
		c01 = fma(s, b1, c01);
		s = v128.load32_splat(a, 4);
		c10 = fma(s, b0, c10);
		c11 = fma(s, b1, c11);
		s = v128.load32_splat(a, 8);
		c20 = fma(s, b0, c20);
		c21 = fma(s, b1, c21);
		s = v128.load32_splat(a, 12);
		c30 = fma(s, b0, c30);
		c31 = fma(s, b1, c31);
		a += 16;
		b += 32;
	}
	storePair(c, wide, c00, c01);
	if (rows > 1) storePair(c1, wide, c10, c11);
	if (rows > 2) storePair(c2, wide, c20, c21);
	if (rows > 3) storePair(c3, wide, c30, c31);
}
