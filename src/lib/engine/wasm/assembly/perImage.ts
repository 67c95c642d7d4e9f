/** Kernels with one number per image and channel: pooling, and squeeze-and-excitation's gate on the feature map. */
import { fma, load4, share, store4 } from './vector';

/** Pixels that are summed by themselves: a sum of ten thousand in one go would lose two digits. */
const SOME: i32 = 128;

export function spatialMean(
	x: usize,
	mean: usize,
	batch: i32,
	pixels: i32,
	channels: i32,
	part: i32,
	parts: i32
): void {
	const row = (<usize>channels) << 2;
	const count = f32x4.splat(<f32>pixels);
	const end = share(batch, part + 1, parts);
	for (let n = share(batch, part, parts); n < end; n++) {
		for (let c = 0; c < channels; c += 4) {
			const left = channels - c;
			let at = x + <usize>(n * pixels) * row + ((<usize>c) << 2);
			let sum = f32x4.splat(0);
			for (let p = 0; p < pixels; p += SOME) {
				let some = f32x4.splat(0);
				const last = min(p + SOME, pixels);
				for (let i = p; i < last; i++) {
					some = f32x4.add(some, load4(at, left));
					at += row;
				}
				sum = f32x4.add(sum, some);
			}
			store4(mean + <usize>n * row + ((<usize>c) << 2), left, f32x4.div(sum, count));
		}
	}
}

export function spatialMeanGradient(
	dmean: usize,
	dx: usize,
	batch: i32,
	pixels: i32,
	channels: i32,
	part: i32,
	parts: i32
): void {
	const row = (<usize>channels) << 2;
	const count = f32x4.splat(<f32>pixels);
	const rows = batch * pixels;
	const end = share(rows, part + 1, parts);
	for (let r = share(rows, part, parts); r < end; r++) {
		const from = dmean + <usize>(r / pixels) * row;
		for (let c = 0; c < channels; c += 4) {
			const offset = (<usize>c) << 2;
			store4(
				dx + <usize>r * row + offset,
				channels - c,
				f32x4.div(load4(from + offset, channels - c), count)
			);
		}
	}
}

/** y = x·gate; with `dsqueezed` its gradient: dy·gate + dsqueezed / pixels. */
export function scale(
	x: usize,
	gate: usize,
	dsqueezed: usize,
	y: usize,
	batch: i32,
	pixels: i32,
	channels: i32,
	part: i32,
	parts: i32
): void {
	const row = (<usize>channels) << 2;
	const count = f32x4.splat(<f32>pixels);
	const rows = batch * pixels;
	const end = share(rows, part + 1, parts);
	for (let r = share(rows, part, parts); r < end; r++) {
		const ofImage = <usize>(r / pixels) * row;
		const ofPixel = <usize>r * row;
		for (let c = 0; c < channels; c += 4) {
			const left = channels - c;
			const offset = (<usize>c) << 2;
			let value = f32x4.mul(load4(x + ofPixel + offset, left), load4(gate + ofImage + offset, left));
			if (dsqueezed) {
				value = f32x4.add(value, f32x4.div(load4(dsqueezed + ofImage + offset, left), count));
			}
			store4(y + ofPixel + offset, left, value);
		}
	}
}

/** Gradient before the sigmoid: Σ x·dy over the pixels, times gate·(1 - gate). */
export function gateSums(
	x: usize,
	dy: usize,
	gate: usize,
	dgate: usize,
	batch: i32,
	pixels: i32,
	channels: i32,
	part: i32,
	parts: i32
): void {
	const row = (<usize>channels) << 2;
	const end = share(batch, part + 1, parts);
	for (let n = share(batch, part, parts); n < end; n++) {
		for (let c = 0; c < channels; c += 4) {
			const left = channels - c;
			const offset = <usize>n * row + ((<usize>c) << 2);
			let at = <usize>(n * pixels) * row + ((<usize>c) << 2);
			let sum = f32x4.splat(0);
			for (let p = 0; p < pixels; p += SOME) {
				let some = f32x4.splat(0);
				const last = min(p + SOME, pixels);
				for (let i = p; i < last; i++) {
					some = fma(load4(x + at, left), load4(dy + at, left), some);
					at += row;
				}
				sum = f32x4.add(sum, some);
			}
			const g = load4(gate + offset, left);
			store4(dgate + offset, left, f32x4.mul(sum, f32x4.mul(g, f32x4.sub(f32x4.splat(1), g))));
		}
	}
}
