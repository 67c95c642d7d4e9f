/** The way back through batch norm of a training step. */
import { siluSlope } from './exponential';
import { endOfRun, maskOf } from './fewRows';
import { fillZeros, fma, load4, share, store4 } from './vector';

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
