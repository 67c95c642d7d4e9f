/** Gradient of a dense convolution's weight: patches transposed times the output's gradient, a few pixels at a time. */
import { addProduct, packColumns, panelsOf, TALL, WIDE } from './panels';
import { gather } from './patches';
import { fillZeros, load4, share } from './vector';

/** Pixels whose patches are packed at once. */
export const PIXELS: i32 = 64;

export function convFilterGradient(
	x: usize,
	dy: usize,
	partial: usize,
	batch: i32,
	inSide: i32,
	outSide: i32,
	kernel: i32,
	stride: i32,
	pad: i32,
	inner: i32,
	out: i32,
	splits: i32,
	scratch: usize,
	part: i32,
	parts: i32
): void {
	const depth = kernel * kernel * inner;
	const lines = batch * outSide;
	const perSplit = (lines + splits - 1) / splits;
	const quads = (depth + TALL - 1) / TALL;
	// Threads share the quads of every split: each sums all pixels, so that their number does not change a bit.
	const first = share(quads, part, parts);
	const end = share(quads, part + 1, parts);
	if (first == end) return;
	const panels = scratch;
	const packed = panels + ((<usize>(PIXELS * panelsOf(out) * WIDE)) << 2);
	const row = packed + ((<usize>(PIXELS * quads * TALL)) << 2);
	const cStride = (<usize>out) << 2;
	for (let split = 0; split < splits; split++) {
		const c = partial + ((<usize>(split * depth * out)) << 2);
		fillZeros(c + <usize>(first * TALL) * cStride, (min(end * TALL, depth) - first * TALL) * out);
		const last = min((split + 1) * perSplit, lines) * outSide;
		for (let p = split * perSplit * outSide; p < last; p += PIXELS) {
			const count = min(PIXELS, last - p);
			packColumns(dy + <usize>p * cStride, cStride, count, out, panels);
			packPatches(x, inSide, outSide, kernel, stride, pad, inner, p, count, first, end, row, packed);
			addBlock(packed, panels, count, depth, out, first, end, c, cStride);
		}
	}
}

/** Quads `first` to `end` of the patches of `count` pixels, quad after quad [count, 4]. */
function packPatches(
	x: usize,
	inSide: i32,
	outSide: i32,
	kernel: i32,
	stride: i32,
	pad: i32,
	inner: i32,
	p: i32,
	count: i32,
	first: i32,
	end: i32,
	row: usize,
	packed: usize
): void {
	const depth = kernel * kernel * inner;
	const pointwise = kernel == 1 && stride == 1;
	const step = (<usize>count) << 4;
	// Rows of taps that these quads meet.
	const tapRow = kernel * inner;
	const fromY = (first * TALL) / tapRow;
	const untilY = min(kernel, (end * TALL + tapRow - 1) / tapRow);
	const gathered = row + ((<usize>(fromY * tapRow)) << 2);
	for (let i = 0; i < count; i++) {
		let from = row;
		if (pointwise) from = x + ((<usize>((p + i) * inner)) << 2);
		else {
			const at = p + i;
			const top = fromY - pad;
			const tall = untilY - fromY;
			gather(x, inSide, inner, outSide, outSide, stride, top, -pad, tall, kernel, at, at + 1, gathered, 0);
		}
		let to = packed + ((<usize>i) << 4);
		for (let quad = first; quad < end; quad++) {
			v128.store(to, load4(from + ((<usize>quad) << 4), depth - quad * TALL));
			to += step;
		}
	}
}

function addBlock(
	packed: usize,
	panels: usize,
	count: i32,
	depth: i32,
	out: i32,
	first: i32,
	end: i32,
	c: usize,
	cStride: usize
): void {
	const aStep = (<usize>count) << 4;
	const bStep = (<usize>count) << 5;
	for (let j = 0; j < out; j += WIDE) {
		let a = packed;
		for (let quad = first; quad < end; quad++) {
			const k = quad * TALL;
			addProduct(a, panels, count, c + <usize>k * cStride + ((<usize>j) << 2), cStride, depth - k, out - j);
			a += aStep;
		}
		panels += bStep;
	}
}
