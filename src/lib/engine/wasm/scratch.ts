/** What kernels want beside their operands while they run. */
import type { Kernel } from '../plan/kernel';

const FLOAT_BYTES = 4;
/** As assembly/panels.ts, patches.ts and convFilterGradient.ts have them. */
const WIDE = 8;
const TALL = 4;
const BLOCK_FLOATS = 16_384;
const MOST_ROWS = 64;
const PIXELS = 64;

const upTo = (multiple: number, count: number) => Math.ceil(count / multiple) * multiple;

/** Rows of patches that are gathered at once. */
function rowsAtOnce(rowFloats: number): number {
	const fitting = Math.floor(BLOCK_FLOATS / Math.max(rowFloats, 1) / TALL) * TALL;
	return Math.max(TALL, Math.min(MOST_ROWS, fitting));
}

/** Bytes that one thread wants beside the operands: packed weights, patches, rows on their way. */
export function scratchBytes(kernel: Kernel): number {
	return FLOAT_BYTES * scratchFloats(kernel);
}

function scratchFloats(kernel: Kernel): number {
	switch (kernel.kind) {
		case 'conv': {
			const depth = kernel.kernel ** 2 * kernel.in;
			return depth * (upTo(WIDE, kernel.out) + rowsAtOnce(depth));
		}
		case 'convInputGradient': {
			// Of all taps; those of one parity are fewer, and more of their rows go at once.
			const depth = kernel.kernel ** 2 * kernel.out;
			const patches = Math.max(BLOCK_FLOATS, TALL * depth) + TALL * depth;
			return depth * upTo(WIDE, kernel.in) + patches + MOST_ROWS * kernel.in;
		}
		case 'convFilterGradient': {
			const depth = upTo(TALL, kernel.kernel ** 2 * kernel.in);
			return PIXELS * (upTo(WIDE, kernel.out) + depth) + depth;
		}
		case 'gate':
			return upTo(TALL, kernel.reduced);
		default:
			return 0;
	}
}
