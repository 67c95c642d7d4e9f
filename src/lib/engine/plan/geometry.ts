import type { ConvOp, DepthwiseOp } from '$lib/model/graph';
import type { Draft } from './draft';
import type { Window } from './kernel';

/**
 * The window of an op. `same` is TensorFlow's padding: the smaller half before, the rest after; `symmetric` is
 * PyTorch's (paper/semantics §6).
 */
export function windowOf(draft: Draft, op: ConvOp | DepthwiseOp): Window {
	const { kernel, stride } = op;
	const [inSide, outSide] = [draft.side(op.input), draft.side(op.output)];
	const total = Math.max((outSide - 1) * stride + kernel - inSide, 0);
	const pad = draft.graph.options.padding === 'same' ? Math.floor(total / 2) : (kernel - 1) / 2;
	return { batch: draft.batch, inSide, outSide, kernel, stride, pad };
}

/** Outputs that one thread of a filter gradient is taken to make. */
const OUTPUTS_PER_THREAD = 64;
/** A slice shorter than this costs more to join than it gains. */
const LEAST_PIXELS = 64;

/** Slices of a filter gradient's sum over `rows` rows of `width` pixels, so that `outputs` sums occupy the device. */
export function splitsOf(draft: Draft, outputs: number, rows: number, width: number): number {
	const wanted = Math.ceil(draft.parallelism / Math.ceil(outputs / OUTPUTS_PER_THREAD));
	const most = Math.max(1, Math.floor((rows * width) / LEAST_PIXELS));
	return clamp(wanted, Math.min(most, rows));
}

const LEAST_ROWS = 8;
const MOST_SLICES = 256;

/** Slices of a sum per channel over `rows` pixels; a thread takes four channels. */
export function slicesOf(draft: Draft, rows: number, channels: number): number {
	const wanted = Math.ceil(draft.parallelism / Math.ceil(channels / 4));
	return clamp(wanted, Math.min(MOST_SLICES, Math.max(1, Math.floor(rows / LEAST_ROWS))));
}

function clamp(wanted: number, most: number): number {
	return Math.max(1, Math.min(wanted, most));
}
