/** Depthwise convolution, its gradients at the input and at the weight: channels in the lanes, pixel by pixel. */
import { silu as siluOf } from './exponential';
import { copyFloats, fillZeros, fma, load4, share, store4 } from './vector';

export function depthwise(
	x: usize,
	weight: usize,
	bias: usize,
	addend: usize,
	y: usize,
	batch: i32,
	inSide: i32,
	outSide: i32,
	kernel: i32,
	stride: i32,
	pad: i32,
	channels: i32,
	silu: i32,
	part: i32,
	parts: i32
): void {
	const lines = batch * outSide;
	const row = <usize>channels << 2;
	const end = share(lines, part + 1, parts);
	for (let line = share(lines, part, parts); line < end; line++) {
		const n = line / outSide;
		const top = (line - n * outSide) * stride - pad;
		const fromY = max(0, -top);
		const untilY = min(kernel, inSide - top);
		for (let ox = 0; ox < outSide; ox++) {
			const left = ox * stride - pad;
			const fromX = max(0, -left);
			const untilX = min(kernel, inSide - left);
			// May lie outside of the image: only taps inside of it are looked at.
			const corner = x + ((<usize>((n * inSide + top) * inSide + left)) * row);
			const to = <usize>(line * outSide + ox) * row;
			for (let c = 0; c < channels; c += 4) {
				const count = channels - c;
				const offset = <usize>c << 2;
				let sum = bias ? load4(bias + offset, count) : f32x4.splat(0);
				if (kernel == 3 && untilY - fromY == 3 && untilX - fromX == 3 && count >= 4) {
					sum = wholeWindow(corner + offset, <usize>inSide * row, weight + offset, row, sum);
				} else {
					for (let ky = fromY; ky < untilY; ky++) {
						for (let kx = fromX; kx < untilX; kx++) {
							const seen = load4(corner + <usize>(ky * inSide + kx) * row + offset, count);
							sum = fma(seen, load4(weight + <usize>(ky * kernel + kx) * row + offset, count), sum);
						}
					}
				}
				if (silu) sum = siluOf(sum);
				if (addend) sum = f32x4.add(sum, load4(addend + to + offset, count));
				store4(y + to + offset, count, sum);
			}
		}
	}
}

/** Nine taps without a look at the image's border. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function wholeWindow(x: usize, line: usize, weight: usize, row: usize, start: v128): v128 {
	let sum = start;
	for (let ky = 0; ky < 3; ky++) {
		sum = fma(v128.load(x), v128.load(weight), sum);
		sum = fma(v128.load(x + row), v128.load(weight + row), sum);
		sum = fma(v128.load(x + (row << 1)), v128.load(weight + (row << 1)), sum);
		x += line;
		weight += row * 3;
	}
	return sum;
}

/** An input pixel collects from the output pixels that saw it: taps of its parity, each at (pixel + pad - tap) / stride. */
export function depthwiseInputGradient(
	dy: usize,
	weight: usize,
	addend: usize,
	dx: usize,
	batch: i32,
	inSide: i32,
	outSide: i32,
	kernel: i32,
	stride: i32,
	pad: i32,
	channels: i32,
	part: i32,
	parts: i32
): void {
	const lines = batch * inSide;
	const row = <usize>channels << 2;
	const end = share(lines, part + 1, parts);
	for (let line = share(lines, part, parts); line < end; line++) {
		const n = line / inSide;
		const y = line - n * inSide;
		for (let x = 0; x < inSide; x++) {
			const offset = <usize>(line * inSide + x) * row;
			const to = dx + offset;
			if (addend) copyFloats(to, addend + offset, channels);
			else fillZeros(to, channels);
			for (let ky = (y + pad) % stride; ky < kernel; ky += stride) {
				const oy = (y + pad - ky) / stride;
				if (y + pad < ky || oy >= outSide) continue;
				for (let kx = (x + pad) % stride; kx < kernel; kx += stride) {
					const ox = (x + pad - kx) / stride;
					if (x + pad < kx || ox >= outSide) continue;
					const arrived = dy + <usize>((n * outSide + oy) * outSide + ox) * row;
					addProducts(to, arrived, weight + <usize>(ky * kernel + kx) * row, channels);
				}
			}
		}
	}
}

/** to += a·b, number by number. */
function addProducts(to: usize, a: usize, b: usize, count: i32): void {
	for (let c = 0; c < count; c += 4) {
		const left = count - c;
		const offset = <usize>c << 2;
		const sum = fma(load4(a + offset, left), load4(b + offset, left), load4(to + offset, left));
		store4(to + offset, left, sum);
	}
}

/** Threads share the rows of taps of each split. */
export function depthwiseFilterGradient(
	x: usize,
	dy: usize,
	partial: usize,
	batch: i32,
	inSide: i32,
	outSide: i32,
	kernel: i32,
	stride: i32,
	pad: i32,
	channels: i32,
	splits: i32,
	part: i32,
	parts: i32
): void {
	const lines = batch * outSide;
	const perSplit = (lines + splits - 1) / splits;
	const row = <usize>channels << 2;
	const units = splits * kernel;
	const end = share(units, part + 1, parts);
	for (let unit = share(units, part, parts); unit < end; unit++) {
		const split = unit / kernel;
		const ky = unit - split * kernel;
		const to = partial + <usize>(unit * kernel) * row;
		fillZeros(to, kernel * channels);
		const last = min((split + 1) * perSplit, lines);
		for (let line = split * perSplit; line < last; line++) {
			const n = line / outSide;
			const iy = (line - n * outSide) * stride + ky - pad;
			if (iy < 0 || iy >= inSide) continue;
			const arrived = dy + <usize>(line * outSide) * row;
			const seen = x + <usize>((n * inSide + iy) * inSide) * row;
			for (let kx = 0; kx < kernel; kx++) {
				addLine(seen, arrived, inSide, outSide, stride, kx - pad, channels, to + <usize>kx * row);
			}
		}
	}
}

/** One tap along one line: Σ over output columns of x·dy, added to what stands at `to`. */
function addLine(
	seen: usize,
	arrived: usize,
	inSide: i32,
	outSide: i32,
	stride: i32,
	shift: i32,
	channels: i32,
	to: usize
): void {
	const row = <usize>channels << 2;
	let from = 0;
	while (from < outSide && from * stride + shift < 0) from++;
	let until = outSide;
	while (until > from && (until - 1) * stride + shift >= inSide) until--;
	for (let c = 0; c < channels; c += 4) {
		const count = channels - c;
		const offset = <usize>c << 2;
		let sum = load4(to + offset, count);
		let a = seen + <usize>(from * stride + shift) * row + offset;
		let b = arrived + <usize>from * row + offset;
		for (let ox = from; ox < until; ox++) {
			sum = fma(load4(a, count), load4(b, count), sum);
			a += row * <usize>stride;
			b += row;
		}
		store4(to + offset, count, sum);
	}
}
