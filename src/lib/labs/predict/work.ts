/** What a kernel call has to do, in the amounts that its time is taken to follow. Pure. */
import type { Kernel } from '$lib/engine/plan/kernel';
import type { PlannedCall } from '$lib/engine/planned';

export interface Work {
	/** Calls of one class share their rates, e.g. `conv 1×1`. */
	readonly class: string;
	/** The class that stands in where this one was not measured: all calls of the kernel's kind. */
	readonly kind: string;
	/** One, for what every call costs; then amounts that grow with the call. Equally many within a kind. */
	readonly amounts: readonly number[];
}

/** Numbers that are computed at once, and rows of a tile: what does not fill them costs as much as if it did. */
const LANES = 4;
const TILE = 8;

/** Caches of one core end about here, bytes. */
const CACHE = 2 ** 20;

const upTo = (multiple: number, count: number) => Math.ceil(count / multiple) * multiple;

/**
 * Of the bytes those that leave the cache: none of a small call's, nearly all of a large one's. Smooth, since an amount that
 * is nothing up to a border would be fitted to the few calls just above it.
 */
const far = (bytes: number) => bytes * (bytes / (bytes + CACHE));

/** Classes and amounts of one call. */
export function workOf({ kernel, macs, bytes }: PlannedCall): Work {
	const { kind } = kernel;
	switch (kernel.kind) {
		case 'conv':
		case 'convInputGradient':
		case 'convFilterGradient':
			return { kind, class: windowClass(kernel), amounts: [1, ...denseAmounts(kernel, bytes)] };
		case 'depthwise':
		case 'depthwiseInputGradient':
		case 'depthwiseFilterGradient': {
			const filled = (macs / kernel.channels) * upTo(LANES, kernel.channels);
			return { kind, class: windowClass(kernel), amounts: [1, filled, bytes, far(bytes)] };
		}
		case 'gate':
		case 'gateGradient':
		case 'matrixGradient':
			return { kind, class: kind, amounts: [1, macs, bytes] };
		default: {
			const silu = 'silu' in kernel && kernel.silu;
			const amounts = [1, bytes, far(bytes)];
			return { kind, class: silu ? `${kind} silu` : kind, amounts };
		}
	}
}

type Windowed = Extract<Kernel, { kernel: number }>;
type Dense = Extract<Windowed, { in: number }>;

/** Kernel size and stride decide about loops and caches; a dense kernel is either 1×1 or larger. */
function windowClass({ kind, kernel, stride }: Windowed): string {
	return `${kind} ${kernel}×${kernel}${stride === 2 ? ', stride 2' : ''}`;
}

/**
 * Of a convolution as a product of matrices: multiply-adds with the tiles filled, numbers gathered, weights that are put
 * in order first, bytes.
 */
function denseAmounts(kernel: Dense, bytes: number): number[] {
	const rows = kernel.batch * kernel.outSide ** 2;
	const taps = kernel.kernel ** 2;
	const back = kernel.kind === 'convInputGradient';
	const [entering, leaving] = back ? [kernel.out, kernel.in] : [kernel.in, kernel.out];
	const [depth, traffic] = [taps * entering, [bytes, far(bytes)]];
	if (kernel.kind !== 'convFilterGradient') {
		return [rows * depth * upTo(TILE, leaving), rows * depth, depth * leaving, ...traffic];
	}
	const filled = rows * upTo(LANES, depth) * upTo(TILE, leaving);
	return [filled, rows * (depth + leaving), depth * leaving * kernel.splits, ...traffic];
}
