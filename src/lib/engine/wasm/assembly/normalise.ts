/**
 * Batch norm of a training step. The innermost loops are made for each case apart: a question or a call in them costs as much
 * as the arithmetic.
 */
import { silu as siluOf } from './exponential';
import { endOfRun, maskOf, RUN } from './fewRows';
import { fillZeros, fma, load4, share, store4 } from './vector';

/** Sums around the slice's first value: the plain mean of squares would lose its digits against a large mean. */
export function moments(
	x: usize,
	partial: usize,
	rows: i32,
	channels: i32,
	slices: i32,
	part: i32,
	parts: i32
): void {
	const length = (rows + slices - 1) / slices;
	const row = <usize>channels << 2;
	const end = share(slices, part + 1, parts);
	for (let slice = share(slices, part, parts); slice < end; slice++) {
		const first = slice * length;
		const last = min(first + length, rows);
		const means = partial + <usize>(2 * slice) * row;
		const squares = means + row;
		fillZeros(means, 2 * channels);
		const pivots = x + <usize>min(first, rows - 1) * row;
		for (let r = first; r < last; r += RUN) addMoments(x, pivots, r, min(r + RUN, last), channels, means, squares);
		const count = f32x4.splat(<f32>max(last - first, 1));
		for (let c = 0; c < channels; c += 4) {
			const left = channels - c;
			const offset = <usize>c << 2;
			const sum = load4(means + offset, left);
			const shift = f32x4.div(sum, count);
			store4(means + offset, left, f32x4.add(load4(pivots + offset, left), shift));
			store4(squares + offset, left, f32x4.sub(load4(squares + offset, left), f32x4.mul(sum, shift)));
		}
	}
}

function addMoments(
	x: usize,
	pivots: usize,
	first: i32,
	last: i32,
	channels: i32,
	sums: usize,
	squares: usize
): void {
	const row = <usize>channels << 2;
	for (let c = 0; c < channels; c += 4) {
		const left = channels - c;
		const offset = <usize>c << 2;
		const at = x + <usize>first * row + offset;
		if (left >= 4) addQuad(at, row, last - first, pivots + offset, sums + offset, squares + offset, 4);
		else addQuad(at, row, last - first, pivots + offset, sums + offset, squares + offset, left);
	}
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function addQuad(x: usize, row: usize, rows: i32, pivots: usize, sums: usize, squares: usize, left: i32): void {
	const pivot = load4(pivots, left);
	let sum = load4(sums, left);
	let square = load4(squares, left);
	for (let i = 0; i < rows; i++) {
		const d = f32x4.sub(load4(x, left), pivot);
		sum = f32x4.add(sum, d);
		square = fma(d, d, square);
		x += row;
	}
	store4(sums, left, sum);
	store4(squares, left, square);
}

/** Rows of a slice: it may be short, or empty at the end. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function rowsOf(slice: i32, length: i32, rows: i32): f32 {
	return <f32>(min((slice + 1) * length, rows) - min(slice * length, rows));
}

/** Chan's formula, slice by slice. */
export function joinMoments(
	partial: usize,
	moments: usize,
	batchStatistics: usize,
	rows: i32,
	channels: i32,
	slices: i32,
	epsilon: f32,
	statisticsStride: i32,
	part: i32,
	parts: i32
): void {
	const length = (rows + slices - 1) / slices;
	const row = <usize>channels << 2;
	const quads = (channels + 3) / 4;
	const end = share(quads, part + 1, parts);
	for (let quad = share(quads, part, parts); quad < end; quad++) {
		const left = channels - 4 * quad;
		const offset = <usize>quad << 4;
		let total: f32 = 0;
		let mean = f32x4.splat(0);
		let square = f32x4.splat(0);
		for (let slice = 0; slice < slices; slice++) {
			const count = rowsOf(slice, length, rows);
			const before = total;
			total += count;
			const at = partial + <usize>(2 * slice) * row + offset;
			const d = f32x4.sub(load4(at, left), mean);
			mean = f32x4.add(mean, f32x4.mul(d, f32x4.splat(count / total)));
			const between = f32x4.mul(f32x4.mul(d, d), f32x4.splat((before * count) / total));
			square = f32x4.add(square, f32x4.add(load4(at + row, left), between));
		}
		const variance = f32x4.add(f32x4.div(square, f32x4.splat(<f32>rows)), f32x4.splat(epsilon));
		store4(moments + offset, left, mean);
		store4(moments + row + offset, left, f32x4.div(f32x4.splat(1), f32x4.sqrt(variance)));
		store4(batchStatistics + offset, left, mean);
		const unbiased = f32x4.div(square, f32x4.splat(<f32>max(rows - 1, 1)));
		store4(batchStatistics + (<usize>statisticsStride << 2) + offset, left, unbiased);
	}
}

/** y = [mask·] act(weight·x̂ + bias) [+ skip]; `skip` and `mask` are 0 where there are none. */
export function normalise(
	x: usize,
	moments: usize,
	affine: usize,
	skip: usize,
	mask: usize,
	y: usize,
	rows: i32,
	channels: i32,
	batch: i32,
	silu: i32,
	affineStride: i32,
	part: i32,
	parts: i32
): void {
	const row = <usize>channels << 2;
	const biases = affine + (<usize>affineStride << 2);
	const imageRows = rows / batch;
	const end = share(rows, part + 1, parts);
	let r = share(rows, part, parts);
	while (r < end) {
		const last = endOfRun(r, end, imageRows);
		const factor = maskOf(mask, r / imageRows);
		const count = last - r;
		for (let c = 0; c < channels; c += 4) {
			const left = channels - c;
			const offset = <usize>c << 2;
			const mean = load4(moments + offset, left);
			const scale = f32x4.mul(load4(moments + row + offset, left), load4(affine + offset, left));
			const bias = load4(biases + offset, left);
			const at = <usize>r * row + offset;
			const from = x + at;
			const to = y + at;
			const other = skip ? skip + at : 0;
			if (left < 4 || (mask && !skip)) normaliseAny(from, to, other, row, count, mean, scale, bias, factor, left, silu);
			else if (!skip && silu) normaliseQuad(from, to, 0, row, count, mean, scale, bias, factor, 4, true, false, false);
			else if (!skip) normaliseQuad(from, to, 0, row, count, mean, scale, bias, factor, 4, false, false, false);
			else if (silu) normaliseQuad(from, to, other, row, count, mean, scale, bias, factor, 4, true, true, true);
			else normaliseQuad(from, to, other, row, count, mean, scale, bias, factor, 4, false, true, true);
		}
		r = last;
	}
}

/** What happens seldom: less than four channels, or a mask without a residual. */
function normaliseAny(
	x: usize,
	y: usize,
	skip: usize,
	row: usize,
	rows: i32,
	mean: v128,
	scale: v128,
	bias: v128,
	factor: v128,
	left: i32,
	silu: i32
): void {
	normaliseQuad(x, y, skip, row, rows, mean, scale, bias, factor, left, silu != 0, skip != 0, true);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function normaliseQuad(
	x: usize,
	y: usize,
	skip: usize,
	row: usize,
	rows: i32,
	mean: v128,
	scale: v128,
	bias: v128,
	factor: v128,
	left: i32,
	silu: bool,
	joined: bool,
	masked: bool
): void {
	for (let i = 0; i < rows; i++) {
		let value = fma(f32x4.sub(load4(x, left), mean), scale, bias);
		if (silu) value = siluOf(value);
		if (joined) {
			value = fma(value, factor, load4(skip, left));
			skip += row;
		} else if (masked) {
			value = f32x4.mul(value, factor);
		}
		store4(y, left, value);
		x += row;
		y += row;
	}
}
