/**
 * Batch norm of a training step. Rows are pixels of the whole batch; they are walked through in runs that stay in the
 * cache, four channels at a time, so that a channel's constants load once a run.
 */
import { silu as siluOf, siluSlope } from './exponential';
import { fillZeros, fma, load4, share, store4 } from './vector';

const RUN: i32 = 32;

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
		const pivot = load4(pivots + offset, left);
		let sum = load4(sums + offset, left);
		let square = load4(squares + offset, left);
		let at = x + <usize>first * row + offset;
		for (let r = first; r < last; r++) {
			const d = f32x4.sub(load4(at, left), pivot);
			sum = f32x4.add(sum, d);
			square = fma(d, d, square);
			at += row;
		}
		store4(sums + offset, left, sum);
		store4(squares + offset, left, square);
	}
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
	const imageRows = rows / batch;
	const end = share(rows, part + 1, parts);
	for (let r = share(rows, part, parts); r < end; r += RUN) {
		const last = min(r + RUN, end);
		for (let c = 0; c < channels; c += 4) {
			const left = channels - c;
			const offset = <usize>c << 2;
			const mean = load4(moments + offset, left);
			const weight = load4(affine + offset, left);
			const scale = f32x4.mul(load4(moments + row + offset, left), weight);
			const bias = load4(affine + (<usize>affineStride << 2) + offset, left);
			let at = <usize>r * row + offset;
			for (let i = r; i < last; i++) {
				let value = fma(f32x4.sub(load4(x + at, left), mean), scale, bias);
				if (silu) value = siluOf(value);
				if (mask) value = f32x4.mul(value, v128.load32_splat(mask + (<usize>(i / imageRows) << 2)));
				if (skip) value = f32x4.add(value, load4(skip + at, left));
				store4(y + at, left, value);
				at += row;
			}
		}
	}
}

/** The gradient before the activation. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function slope(dy: v128, hat: v128, weight: v128, bias: v128, silu: i32, mask: usize, image: i32): v128 {
	let arrived = dy;
	if (mask) arrived = f32x4.mul(arrived, v128.load32_splat(mask + (<usize>image << 2)));
	return silu ? f32x4.mul(arrived, siluSlope(fma(hat, weight, bias))) : arrived;
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
	const length = (rows + slices - 1) / slices;
	const imageRows = rows / batch;
	const end = share(slices, part + 1, parts);
	for (let slice = share(slices, part, parts); slice < end; slice++) {
		const sums = partial + <usize>(2 * slice) * row;
		fillZeros(sums, 2 * channels);
		const sliceEnd = min((slice + 1) * length, rows);
		for (let r = slice * length; r < sliceEnd; r += RUN) {
			const last = min(r + RUN, sliceEnd);
			for (let c = 0; c < channels; c += 4) {
				const left = channels - c;
				const offset = <usize>c << 2;
				const mean = load4(moments + offset, left);
				const inverse = load4(moments + row + offset, left);
				const weight = load4(affine + offset, left);
				const bias = load4(affine + (<usize>affineStride << 2) + offset, left);
				let first = load4(sums + offset, left);
				let second = load4(sums + row + offset, left);
				let at = <usize>r * row + offset;
				for (let i = r; i < last; i++) {
					const hat = f32x4.mul(f32x4.sub(load4(x + at, left), mean), inverse);
					const dz = slope(load4(dy + at, left), hat, weight, bias, silu, mask, mask ? i / imageRows : 0);
					first = f32x4.add(first, dz);
					second = fma(dz, hat, second);
					at += row;
				}
				store4(sums + offset, left, first);
				store4(sums + row + offset, left, second);
			}
		}
	}
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
	const count = f32x4.splat(<f32>rows);
	const end = share(rows, part + 1, parts);
	for (let r = share(rows, part, parts); r < end; r += RUN) {
		const last = min(r + RUN, end);
		for (let c = 0; c < channels; c += 4) {
			const left = channels - c;
			const offset = <usize>c << 2;
			const mean = load4(moments + offset, left);
			const inverse = load4(moments + row + offset, left);
			const weight = load4(affine + offset, left);
			const bias = load4(affine + second + offset, left);
			const scale = f32x4.mul(weight, inverse);
			const meanWeight = f32x4.div(load4(affineGradient + offset, left), count);
			const meanBias = f32x4.div(load4(affineGradient + second + offset, left), count);
			let at = <usize>r * row + offset;
			for (let i = r; i < last; i++) {
				const hat = f32x4.mul(f32x4.sub(load4(x + at, left), mean), inverse);
				const dz = slope(load4(dy + at, left), hat, weight, bias, silu, mask, mask ? i / imageRows : 0);
				const rest = f32x4.sub(f32x4.sub(dz, meanBias), f32x4.mul(hat, meanWeight));
				store4(dx + at, left, f32x4.mul(scale, rest));
				at += row;
			}
		}
	}
}
