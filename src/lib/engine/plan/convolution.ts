/** Convolutions of a training step, and their way back. */
import type { ConvOp, DepthwiseOp } from '$lib/model/graph';
import type { Draft } from './draft';
import { splitsOf, windowOf } from './geometry';
import type { Operand } from './plan';
import type { Tape } from './tape';

const plain = { bias: false, silu: false, addend: false } as const;

export function lowerConvolution(
	draft: Draft,
	tape: Tape,
	op: ConvOp | DepthwiseOp,
	x: Operand,
	/** Where the gradient at the image goes, if it is wanted. */
	imageGradient: Operand | null
): Operand {
	const window = windowOf(draft, op);
	const weight = draft.parameter(op.weight);
	const y = draft.activation(op.output);
	draft.enter(op.name, 'forward');
	if (op.kind === 'conv') {
		draft.call({ kind: 'conv', ...window, in: op.in, out: op.out, ...plain }, { x, weight, y });
	} else {
		draft.call({ kind: 'depthwise', ...window, channels: op.channels, ...plain }, { x, weight, y });
	}
	tape.record(() => {
		draft.enter(op.name, 'backward');
		filterGradient(draft, op, x, tape.gradient(op.output));
		if (op.input !== 0 || imageGradient) inputGradient(draft, tape, op, imageGradient);
	});
	return y;
}

function filterGradient(draft: Draft, op: ConvOp | DepthwiseOp, x: Operand, dy: Operand): void {
	const window = windowOf(draft, op);
	const sum = draft.parameter(op.weight, 'gradients');
	const rows = window.batch * window.outSide;
	// A depthwise thread has the sums of all taps of four channels, a dense one those of a tile of one tap.
	const outputs = op.kind === 'conv' ? sum.size : 16 * op.channels;
	const splits = splitsOf(draft, outputs, rows, window.outSide);
	const partial = splits === 1 ? sum : draft.tensor(splits, sum.size);
	if (op.kind === 'conv') {
		const shape = { in: op.in, out: op.out, splits };
		draft.call({ kind: 'convFilterGradient', ...window, ...shape }, { x, dy, partial });
	} else {
		const shape = { channels: op.channels, splits };
		draft.call({ kind: 'depthwiseFilterGradient', ...window, ...shape }, { x, dy, partial });
	}
	if (splits > 1) draft.call({ kind: 'sumSplits', splits, size: sum.size }, { partial, sum });
}

function inputGradient(draft: Draft, tape: Tape, op: ConvOp | DepthwiseOp, image: Operand | null): void {
	const window = windowOf(draft, op);
	const weight = draft.parameter(op.weight);
	const dy = tape.gradient(op.output);
	const addend = tape.sofar(op.input);
	const dx = op.input === 0 && image ? image : draft.valueTensor(op.input);
	const operands = { dy, weight, addend, dx };
	if (op.kind === 'conv') {
		const shape = { in: op.in, out: op.out, addend: addend !== null };
		draft.call({ kind: 'convInputGradient', ...window, ...shape }, operands);
	} else {
		const shape = { channels: op.channels, addend: addend !== null };
		draft.call({ kind: 'depthwiseInputGradient', ...window, ...shape }, operands);
	}
	tape.set(op.input, dx);
}
