/** Dense convolution and its gradient at the input, as products of patches and packed weights. */
import { silu as siluOf } from './exponential';
import { multiply, packColumns, panelsOf, WIDE } from './panels';
import { gather, rowsAtOnce } from './patches';
import { copyFloats, fillZeros, load4, share, store4 } from './vector';

export function conv(
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
	inner: i32,
	out: i32,
	silu: i32,
	scratch: usize,
	part: i32,
	parts: i32
): void {
	const depth = kernel * kernel * inner;
	const rows = batch * outSide * outSide;
	const pointwise = kernel == 1 && stride == 1;
	const patches = scratch + (<usize>(depth * panelsOf(out) * WIDE) << 2);
	const aStride = <usize>depth << 2;
	const yStride = <usize>out << 2;
	packColumns(weight, yStride, depth, out, scratch);
	const block = rowsAtOnce(depth);
	const end = share(rows, part + 1, parts);
	for (let r = share(rows, part, parts); r < end; r += block) {
		const count = min(block, end - r);
		let a = x + <usize>r * aStride;
		if (!pointwise) {
			a = patches;
			gather(x, inSide, inner, outSide, outSide, stride, -pad, -pad, kernel, kernel, r, r + count, a, aStride);
		}
		const to = y + <usize>r * yStride;
		multiply(a, aStride, scratch, depth, out, to, yStride, count);
		if (bias || addend || silu) {
			finish(to, bias, addend ? addend + <usize>r * yStride : 0, silu, count, out);
		}
	}
}

/** What follows a convolution while its rows are in the cache: bias, then SiLU, then the addend. */
function finish(y: usize, bias: usize, addend: usize, silu: i32, rows: i32, channels: i32): void {
	for (let r = 0; r < rows; r++) {
		for (let c = 0; c < channels; c += 4) {
			const left = channels - c;
			const offset = <usize>c << 2;
			let value = load4(y + offset, left);
			if (bias) value = f32x4.add(value, load4(bias + offset, left));
			if (silu) value = siluOf(value);
			if (addend) value = f32x4.add(value, load4(addend + offset, left));
			store4(y + offset, left, value);
		}
		y += <usize>channels << 2;
		if (addend) addend += <usize>channels << 2;
	}
}

/**
 * At stride 2 an input pixel meets the taps of its parity only: for each of the four parities a product of its own.
 * Tap k sees output pixel (y + pad - k) / stride, so taps run backwards for neighbouring pixels to lie side by side.
 */
export function convInputGradient(
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
	inner: i32,
	out: i32,
	scratch: usize,
	part: i32,
	parts: i32
): void {
	for (let py = 0; py < stride; py++) {
		for (let px = 0; px < stride; px++) {
			parityGradient(
				dy, weight, addend, dx, batch, inSide, outSide, kernel, stride, pad, inner, out, py, px, scratch, part, parts
			);
		}
	}
}

/** The last tap of a parity, or -1 if none meets it. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function lastTap(kernel: i32, stride: i32, parity: i32): i32 {
	const last = kernel - 1;
	return last - ((last - parity + stride * kernel) % stride);
}

function parityGradient(
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
	inner: i32,
	out: i32,
	py: i32,
	px: i32,
	scratch: usize,
	part: i32,
	parts: i32
): void {
	const lastY = lastTap(kernel, stride, (py + pad) % stride);
	const lastX = lastTap(kernel, stride, (px + pad) % stride);
	const tall = lastY < 0 ? 0 : lastY / stride + 1;
	const broad = lastX < 0 ? 0 : lastX / stride + 1;
	const depth = tall * broad * out;
	const high = (inSide - py + stride - 1) / stride;
	const wide = (inSide - px + stride - 1) / stride;
	const rows = batch * high * wide;
	const aStride = <usize>depth << 2;
	const rowBytes = <usize>inner << 2;
	const patches = scratch + (<usize>(depth * panelsOf(inner) * WIDE) << 2);
	const block = rowsAtOnce(depth);
	const products = patches + <usize>block * aStride;
	const pointwise = kernel == 1 && stride == 1;
	packTransposed(weight, kernel, stride, lastY, lastX, inner, out, scratch);
	const end = share(rows, part + 1, parts);
	for (let r = share(rows, part, parts); r < end; r += block) {
		const count = min(block, end - r);
		let a = dy + <usize>r * aStride;
		if (!pointwise) {
			a = patches;
			// Exact: the last tap has the parity of py + pad.
			const top = (py + pad - lastY) / stride;
			const left = (px + pad - lastX) / stride;
			gather(dy, outSide, out, high, wide, 1, top, left, tall, broad, r, r + count, a, aStride);
		}
		const direct = stride == 1;
		const to = direct ? dx + <usize>r * rowBytes : products;
		if (depth > 0) multiply(a, aStride, scratch, depth, inner, to, rowBytes, count);
		else fillZeros(to, count * inner);
		for (let i = 0; i < count; i++) {
			const row = direct ? r + i : pixelOf(r + i, high, wide, inSide, stride, py, px);
			const offset = <usize>row * rowBytes;
			if (addend) addRow(dx + offset, to + <usize>i * rowBytes, addend + offset, inner);
			else if (!direct) copyFloats(dx + offset, to + <usize>i * rowBytes, inner);
		}
	}
}

/** The pixel of the batch that is row `row` of a parity. */
function pixelOf(row: i32, high: i32, wide: i32, side: i32, stride: i32, py: i32, px: i32): i32 {
	const line = row / wide;
	const n = line / high;
	const y = (line - n * high) * stride + py;
	return (n * side + y) * side + (row - line * wide) * stride + px;
}

function addRow(to: usize, a: usize, b: usize, count: i32): void {
	for (let c = 0; c < count; c += 4) {
		const offset = <usize>c << 2;
		store4(to + offset, count - c, f32x4.add(load4(a + offset, count - c), load4(b + offset, count - c)));
	}
}

/** Weights [taps, in, out] as panels of input channels: rows are taps, last first, times output channels. */
function packTransposed(
	weight: usize,
	kernel: i32,
	stride: i32,
	lastY: i32,
	lastX: i32,
	inner: i32,
	out: i32,
	to: usize
): void {
	for (let j = 0; j < inner; j += WIDE) {
		const columns = min(WIDE, inner - j);
		for (let ky = lastY; ky >= 0; ky -= stride) {
			for (let kx = lastX; kx >= 0; kx -= stride) {
				const from = weight + (<usize>(((ky * kernel + kx) * inner + j) * out) << 2);
				packRows(from, <usize>out << 2, columns, out, to);
				to += <usize>out << 5;
			}
		}
	}
}

/** Transposes [columns, count] into [count, 8], zeros past the last column. */
function packRows(from: usize, stride: usize, columns: i32, count: i32, to: usize): void {
	if (columns < WIDE) fillZeros(to, count * WIDE);
	for (let c = 0; c < columns; c++) {
		let source = from + <usize>c * stride;
		let target = to + (<usize>c << 2);
		for (let o = 0; o < count; o++) {
			store<f32>(target, load<f32>(source));
			source += 4;
			target += 32;
		}
	}
}
