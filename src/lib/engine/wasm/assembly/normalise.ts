/**
 * Batch norm of a training step. Rows are pixels of the whole batch. They are walked through a few at a time, four channels
 * after four, so that a channel's constants load once for a few rows, while memory is read nearly in order. The innermost
 * loops are made for each case apart: a question or a call in them costs as much as the arithmetic.
 */
import { silu as siluOf, siluSlope } from './exponential';
import { fillZeros, fma, load4, share, store4 } from './vector';

/** Rows at a time. */
const RUN: i32 = 8;

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

/** The last of a few rows from `r` on, all of one image. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function endOfRun(r: i32, end: i32, imageRows: i32): i32 {
	return min(min(r + RUN, end), (r / imageRows + 1) * imageRows);
}

/** What drop path multiplies an image's rows by; `mask` is 0 where nothing is dropped. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function maskOf(mask: usize, image: i32): v128 {
	return mask ? v128.load32_splat(mask + (<usize>image << 2)) : f32x4.splat(1);
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

/** The gradient before the activation, but for drop path's factor; `scale` is weight / σ. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function slope(dy: v128, centred: v128, scale: v128, bias: v128, silu: bool): v128 {
	return silu ? f32x4.mul(dy, siluSlope(fma(centred, scale, bias))) : dy;
}

/** Σ dz and Σ dz·x̂ of each slice. */
export function normaliseSums(
	dy: usize,
	x: usize,
	moments: usize,
	affine: usize,
	mask: usize,
	partial: usize,
	rows: i32,
	channels: i32,
	batch: i32,
	silu: i32,
	affineStride: i32,
	slices: i32,
	part: i32,
	parts: i32
): void {
	const row = <usize>channels << 2;
	const biases = affine + (<usize>affineStride << 2);
	const length = (rows + slices - 1) / slices;
	const imageRows = rows / batch;
	const end = share(slices, part + 1, parts);
	for (let slice = share(slices, part, parts); slice < end; slice++) {
		const sums = partial + <usize>(2 * slice) * row;
		fillZeros(sums, 2 * channels);
		const sliceEnd = min((slice + 1) * length, rows);
		let r = slice * length;
		while (r < sliceEnd) {
			const last = endOfRun(r, sliceEnd, imageRows);
			const factor = maskOf(mask, r / imageRows);
			for (let c = 0; c < channels; c += 4) {
				const left = channels - c;
				const offset = <usize>c << 2;
				const mean = load4(moments + offset, left);
				const inverse = load4(moments + row + offset, left);
				const scale = f32x4.mul(inverse, load4(affine + offset, left));
				const bias = load4(biases + offset, left);
				const at = <usize>r * row + offset;
				const to = sums + offset;
				const count = last - r;
				if (left < 4) sumsTail(dy + at, x + at, to, row, count, mean, inverse, scale, bias, factor, left, silu);
				else if (silu) sumsQuad(dy + at, x + at, to, row, count, mean, inverse, scale, bias, factor, 4, true);
				else sumsQuad(dy + at, x + at, to, row, count, mean, inverse, scale, bias, factor, 4, false);
			}
			r = last;
		}
	}
}

function sumsTail(
	dy: usize,
	x: usize,
	sums: usize,
	row: usize,
	rows: i32,
	mean: v128,
	inverse: v128,
	scale: v128,
	bias: v128,
	factor: v128,
	left: i32,
	silu: i32
): void {
	sumsQuad(dy, x, sums, row, rows, mean, inverse, scale, bias, factor, left, silu != 0);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function sumsQuad(
	dy: usize,
	x: usize,
	sums: usize,
	row: usize,
	rows: i32,
	mean: v128,
	inverse: v128,
	scale: v128,
	bias: v128,
	factor: v128,
	left: i32,
	silu: bool
): void {
	let first = f32x4.splat(0);
	let second = first;
	for (let i = 0; i < rows; i++) {
		const centred = f32x4.sub(load4(x, left), mean);
		const dz = slope(load4(dy, left), centred, scale, bias, silu);
		first = f32x4.add(first, dz);
		second = fma(dz, centred, second);
		x += row;
		dy += row;
	}
	store4(sums, left, fma(first, factor, load4(sums, left)));
	store4(sums + row, left, fma(second, f32x4.mul(factor, inverse), load4(sums + row, left)));
}

/** Joins the slices to the gradients of weight and bias. */
export function joinSums(
	partial: usize,
	affineGradient: usize,
	channels: i32,
	slices: i32,
	affineStride: i32,
	part: i32,
	parts: i32
): void {
	const row = <usize>channels << 2;
	const quads = (channels + 3) / 4;
	const end = share(quads, part + 1, parts);
	for (let quad = share(quads, part, parts); quad < end; quad++) {
		const left = channels - 4 * quad;
		const offset = <usize>quad << 4;
		let bias = f32x4.splat(0);
		let weight = f32x4.splat(0);
		for (let slice = 0; slice < slices; slice++) {
			const at = partial + <usize>(2 * slice) * row + offset;
			bias = f32x4.add(bias, load4(at, left));
			weight = f32x4.add(weight, load4(at + row, left));
		}
		store4(affineGradient + offset, left, weight);
		store4(affineGradient + (<usize>affineStride << 2) + offset, left, bias);
	}
}

/** The batch's mean and variance move with x, which takes two projections out: mean(dz) and x̂·mean(dz·x̂). */
export function normaliseGradient(
	dy: usize,
	x: usize,
	moments: usize,
	affine: usize,
	affineGradient: usize,
	mask: usize,
	dx: usize,
	rows: i32,
	channels: i32,
	batch: i32,
	silu: i32,
	affineStride: i32,
	part: i32,
	parts: i32
): void {
	const row = <usize>channels << 2;
	const second = <usize>affineStride << 2;
	const imageRows = rows / batch;
	const minusCount = f32x4.splat(-(<f32>rows));
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
			const inverse = load4(moments + row + offset, left);
			const scale = f32x4.mul(inverse, load4(affine + offset, left));
			const bias = load4(affine + second + offset, left);
			const portion = f32x4.div(scale, minusCount);
			const tilt = f32x4.mul(f32x4.mul(load4(affineGradient + offset, left), inverse), portion);
			const shift = f32x4.mul(load4(affineGradient + second + offset, left), portion);
			const gain = f32x4.mul(scale, factor);
			const at = <usize>r * row + offset;
			const from = dy + at;
			const to = dx + at;
			if (left < 4) gradientTail(from, x + at, to, row, count, mean, scale, bias, gain, tilt, shift, left, silu);
			else if (silu) gradientQuad(from, x + at, to, row, count, mean, scale, bias, gain, tilt, shift, 4, true);
			else gradientQuad(from, x + at, to, row, count, mean, scale, bias, gain, tilt, shift, 4, false);
		}
		r = last;
	}
}

function gradientTail(
	dy: usize,
	x: usize,
	dx: usize,
	row: usize,
	rows: i32,
	mean: v128,
	scale: v128,
	bias: v128,
	gain: v128,
	tilt: v128,
	shift: v128,
	left: i32,
	silu: i32
): void {
	gradientQuad(dy, x, dx, row, rows, mean, scale, bias, gain, tilt, shift, left, silu != 0);
}

/** gain·dz + tilt·(x - mean) + shift. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function gradientQuad(
	dy: usize,
	x: usize,
	dx: usize,
	row: usize,
	rows: i32,
	mean: v128,
	scale: v128,
	bias: v128,
	gain: v128,
	tilt: v128,
	shift: v128,
	left: i32,
	silu: bool
): void {
	for (let i = 0; i < rows; i++) {
		const centred = f32x4.sub(load4(x, left), mean);
		const dz = slope(load4(dy, left), centred, scale, bias, silu);
		store4(dx, left, fma(dz, gain, fma(centred, tilt, shift)));
		x += row;
		dy += row;
		dx += row;
	}
}
