/**
 * What the processor's kernels reach on all threads of an engine, by two calls of a plan's own list: a 1×1 convolution,
 * which is a plain matrix product, and a product with one number a channel, which only goes through memory.
 */
import { EngineError } from '../executor';
import type { Kernel } from '../plan/kernel';
import type { Roof } from '../roof';
import type { Context } from './context';
import { encodeCall } from './encode';
import { grains } from './heap';
import type { KernelSource } from './module';
import { openContext } from './open';
import { scratchBytes } from './scratch';

/** Calls of each kernel, of which the quickest counts: other work on the machine can only slow one down. */
const PASSES = 12;
/** Pixels and channels of the product: 0.5 GFLOP. */
const PRODUCT = { side: 32, channels: 512 };
/** 64 MiB are read and as many written, which no cache holds. */
const STREAM = { batch: 16, pixels: 1024, channels: 1024 };

/** Takes half a second, and 130 MB meanwhile. Throws EngineError `unavailable` where a kernel computes nonsense. */
export async function wasmRoof(source: KernelSource, threads?: number): Promise<Roof> {
	const context = await openContext(source, threads);
	try {
		return { gigaflops: matmulRate(context), gigabytes: bandwidth(context) };
	} finally {
		context.close();
	}
}

function matmulRate(context: Context): number {
	const { side, channels } = PRODUCT;
	const rows = side * side;
	const kernel: Kernel = {
		kind: 'conv',
		...{ batch: 1, inSide: side, outSide: side, kernel: 1, stride: 1, pad: 0 },
		...{ in: channels, out: channels, bias: false, silu: false, addend: false }
	};
	const sizes = { x: rows * channels, weight: channels * channels, y: rows * channels };
	const ms = timed(context, kernel, sizes, { x: 0.5, weight: 2 }, channels);
	return (2 * rows * channels * channels) / ms / 1e6;
}

function bandwidth(context: Context): number {
	const { batch, pixels, channels } = STREAM;
	const elements = batch * pixels * channels;
	const sizes = { x: elements, gate: batch * channels, y: elements };
	const ms = timed(context, { kind: 'scale', ...STREAM }, sizes, { x: 0.5, gate: 2 }, 1);
	return (2 * 4 * elements) / ms / 1e6;
}

/**
 * Milliseconds of the quickest of some calls after one that warms up. Operands are of `sizes` elements, filled with
 * `values`; `y` must come out as `expected` at both ends.
 */
function timed(
	context: Context,
	kernel: Kernel,
	sizes: Readonly<Record<string, number>>,
	values: Readonly<Record<string, number>>,
	expected: number
): number {
	const { heap, threads } = context;
	const places = new Map(Object.entries(sizes).map(([name, size]) => [name, heap.allocate(4 * size)]));
	for (const [name, value] of Object.entries(values)) {
		const at = places.get(name)! / 4;
		heap.floats.fill(value, at, at + sizes[name]!);
	}
	const stride = grains(scratchBytes(kernel));
	const scratch = heap.allocate(threads * stride);
	const words = encodeCall(kernel, (name) => places.get(name) ?? 0);
	const list = heap.allocate(4 * words.length);
	heap.writeWords(list, words);
	let best = Infinity;
	for (let pass = 0; pass <= PASSES; pass++) {
		const start = performance.now();
		context.run(list, list + 4 * words.length, scratch, stride);
		if (pass > 0) best = Math.min(best, performance.now() - start);
	}
	const y = places.get('y')! / 4;
	const ends = [heap.floats[y], heap.floats[y + sizes.y! - 1]];
	for (const address of [...places.values(), scratch, list]) heap.free(address);
	if (ends.some((value) => value !== expected)) {
		throw new EngineError('unavailable', `The kernel "${kernel.kind}" came out wrong here.`);
	}
	return best;
}
