/** The small matrices of squeeze-and-excitation and of the classifier. */
import { sigmoid, silu as siluOf, siluSlope } from './exponential';
import { across, fillZeros, fma, load4, share, store4 } from './vector';

/** y [columns] = bias + x [depth]·weight [depth, columns]. */
function product(x: usize, weight: usize, bias: usize, depth: i32, columns: i32, y: usize): void {
	const stride = (<usize>columns) << 2;
	for (let c = 0; c < columns; c += 4) {
		const left = columns - c;
		let sum = load4(bias + ((<usize>c) << 2), left);
		let at = weight + ((<usize>c) << 2);
		for (let k = 0; k < depth; k++) {
			sum = fma(v128.load32_splat(x + ((<usize>k) << 2)), load4(at, left), sum);
			at += stride;
		}
		store4(y + ((<usize>c) << 2), left, sum);
	}
}

/** y [rows] = weight [rows, depth]·x [depth]. */
function transposed(x: usize, weight: usize, depth: i32, rows: i32, y: usize): void {
	for (let r = 0; r < rows; r++) {
		let sum = f32x4.splat(0);
		for (let k = 0; k < depth; k += 4) {
			const offset = (<usize>k) << 2;
			sum = fma(load4(x + offset, depth - k), load4(weight + offset, depth - k), sum);
		}
		store<f32>(y + ((<usize>r) << 2), across(sum));
		weight += (<usize>depth) << 2;
	}
}

/** `hidden` is what enters SiLU, `gate` what leaves the sigmoid. `scratch` holds a row of `reduced` numbers. */
export function gate(
	squeezed: usize,
	reduceWeight: usize,
	reduceBias: usize,
	expandWeight: usize,
	expandBias: usize,
	hidden: usize,
	gate: usize,
	batch: i32,
	channels: i32,
	reduced: i32,
	scratch: usize,
	part: i32,
	parts: i32
): void {
	const end = share(batch, part + 1, parts);
	for (let n = share(batch, part, parts); n < end; n++) {
		const to = gate + ((<usize>(n * channels)) << 2);
		const row = hidden + ((<usize>(n * reduced)) << 2);
		product(squeezed + ((<usize>(n * channels)) << 2), reduceWeight, reduceBias, channels, reduced, row);
		for (let r = 0; r < reduced; r += 4) {
			const offset = (<usize>r) << 2;
			store4(scratch + offset, reduced - r, siluOf(load4(row + offset, reduced - r)));
		}
		product(scratch, expandWeight, expandBias, reduced, channels, to);
		for (let c = 0; c < channels; c += 4) {
			const offset = (<usize>c) << 2;
			store4(to + offset, channels - c, sigmoid(load4(to + offset, channels - c)));
		}
	}
}

/** Back through the two matrices. */
export function gateGradient(
	dgate: usize,
	hidden: usize,
	reduceWeight: usize,
	expandWeight: usize,
	dhidden: usize,
	dsqueezed: usize,
	batch: i32,
	channels: i32,
	reduced: i32,
	part: i32,
	parts: i32
): void {
	const end = share(batch, part + 1, parts);
	for (let n = share(batch, part, parts); n < end; n++) {
		const wide = (<usize>(n * channels)) << 2;
		const narrow = (<usize>(n * reduced)) << 2;
		transposed(dgate + wide, expandWeight, channels, reduced, dhidden + narrow);
		for (let r = 0; r < reduced; r += 4) {
			const at = narrow + ((<usize>r) << 2);
			const left = reduced - r;
			store4(dhidden + at, left, f32x4.mul(load4(dhidden + at, left), siluSlope(load4(hidden + at, left))));
		}
		transposed(dhidden + narrow, reduceWeight, reduced, channels, dsqueezed + wide);
	}
}

/** leftᵀ [in, rows]·right [rows, out], left through SiLU where `silu`; and the sum of right's rows. */
export function matrixGradient(
	left: usize,
	right: usize,
	weightGradient: usize,
	biasGradient: usize,
	rows: i32,
	inner: i32,
	out: i32,
	silu: i32,
	part: i32,
	parts: i32
): void {
	const end = share(inner, part + 1, parts);
	for (let i = share(inner, part, parts); i < end; i++) {
		const to = weightGradient + (<usize>(i * out) << 2);
		fillZeros(to, out);
		for (let n = 0; n < rows; n++) {
			let factor = v128.load32_splat(left + (<usize>(n * inner + i) << 2));
			if (silu) factor = siluOf(factor);
			const from = right + (<usize>(n * out) << 2);
			for (let o = 0; o < out; o += 4) {
				const offset = <usize>o << 2;
				const sum = fma(factor, load4(from + offset, out - o), load4(to + offset, out - o));
				store4(to + offset, out - o, sum);
			}
		}
	}
	if (part > 0) return;
	for (let o = 0; o < out; o += 4) {
		let sum = f32x4.splat(0);
		for (let n = 0; n < rows; n++) {
			sum = f32x4.add(sum, load4(right + ((<usize>(n * out + o)) << 2), out - o));
		}
		store4(biasGradient + ((<usize>o) << 2), out - o, sum);
	}
}
