/** Softmax cross-entropy with soft, smoothed targets, and the step's row of numbers. */
import { exp1 } from './exponential';
import { across, fma, load4, share, store4 } from './vector';

// @ts-expect-error: a decorator of AssemblyScript
@inline
function at(from: usize, i: i32): f32 {
	return load<f32>(from + (<usize>i << 2));
}

/** An image is right where its largest logit has the largest target. */
export function loss(
	logits: usize,
	targets: usize,
	scalars: usize,
	dlogits: usize,
	rows: usize,
	batch: i32,
	classes: i32,
	smoothingAt: i32,
	part: i32,
	parts: i32
): void {
	const smoothing = at(scalars, smoothingAt);
	const end = share(batch, part + 1, parts);
	for (let n = share(batch, part, parts); n < end; n++) {
		const offset = <usize>(n * classes) << 2;
		const own = logits + offset;
		const wanted = targets + offset;
		let best = 0;
		let target = 0;
		for (let c = 1; c < classes; c++) {
			if (at(own, c) > at(own, best)) best = c;
			if (at(wanted, c) > at(wanted, target)) target = c;
		}
		const top = at(own, best);
		let sum: f32 = 0;
		for (let c = 0; c < classes; c++) sum += exp1(at(own, c) - top);
		const logSum = <f32>Math.log(<f64>sum);
		let total: f32 = 0;
		for (let c = 0; c < classes; c++) {
			const aim = (<f32>1 - smoothing) * at(wanted, c) + smoothing / <f32>classes;
			const logProbability = at(own, c) - top - logSum;
			total -= aim * logProbability;
			store<f32>(dlogits + offset + (<usize>c << 2), (exp1(logProbability) - aim) / <f32>batch);
		}
		store<f32>(rows + (<usize>n << 3), total);
		store<f32>(rows + (<usize>n << 3), best == target ? 1 : 0, 4);
	}
}

/** Sums of squares of slices of the gradient. */
export function squares(
	gradients: usize,
	partial: usize,
	size: i32,
	slices: i32,
	part: i32,
	parts: i32
): void {
	const end = share(slices, part + 1, parts);
	for (let slice = share(slices, part, parts); slice < end; slice++) {
		let first = f32x4.splat(0);
		const last = share(size / 4, slice + 1, slices) * 4;
		for (let i = share(size / 4, slice, slices) * 4; i < last; i += 4) {
			const value = v128.load(gradients + (<usize>i << 2));
			first = fma(value, value, first);
		}
		store<f32>(partial + (<usize>slice << 2), across(first));
	}
}

/** [loss, correct, norm, clip factor]; one thread does it. */
export function finish(
	partial: usize,
	rows: usize,
	scalars: usize,
	row: usize,
	slices: i32,
	batch: i32,
	clipAt: i32
): void {
	let total: f32 = 0;
	let right: f32 = 0;
	let square: f32 = 0;
	for (let n = 0; n < batch; n++) {
		total += at(rows, 2 * n);
		right += at(rows, 2 * n + 1);
	}
	for (let i = 0; i < slices; i++) square += at(partial, i);
	const norm = sqrt<f32>(square);
	const limit = at(scalars, clipAt);
	store<f32>(row, total / <f32>batch);
	store<f32>(row, right, 4);
	store<f32>(row, norm, 8);
	store<f32>(row, limit > 0 && norm > limit ? limit / norm : 1, 12);
}

/** Sum over the first axis of [splits, size]. */
export function sumSplits(partial: usize, sum: usize, splits: i32, size: i32, part: i32, parts: i32): void {
	const quads = (size + 3) / 4;
	const stride = <usize>size << 2;
	const end = share(quads, part + 1, parts);
	for (let quad = share(quads, part, parts); quad < end; quad++) {
		const offset = <usize>quad << 4;
		const left = size - 4 * quad;
		let value = f32x4.splat(0);
		let from = partial + offset;
		for (let split = 0; split < splits; split++) {
			value = f32x4.add(value, load4(from, left));
			from += stride;
		}
		store4(sum + offset, left, value);
	}
}
