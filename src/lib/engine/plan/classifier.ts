/** From the last feature map to the loss, and back: pool, dropout, dense layer, softmax cross-entropy. */
import type { DenseOp, DropoutOp, GlobalPoolOp, SoftmaxCrossEntropyOp } from '$lib/model/graph';
import { fnv1a32 } from '$lib/random/hash';
import type { Draft } from './draft';
import type { Window } from './kernel';
import type { Operand } from './plan';
import { scalarCount } from './scalars';
import type { Tape } from './tape';

export function lowerGlobalPool(draft: Draft, tape: Tape | null, op: GlobalPoolOp, x: Operand): Operand {
	const image = { batch: draft.batch, pixels: draft.pixels(op.input), channels: draft.channels(op.input) };
	const mean = draft.tensor(image.batch, image.channels);
	draft.enter(op.name, 'forward');
	draft.call({ kind: 'spatialMean', ...image }, { x, mean });
	tape?.record(() => {
		draft.enter(op.name, 'backward');
		const dx = draft.valueTensor(op.input);
		draft.call({ kind: 'spatialMeanGradient', ...image }, { dmean: tape.gradient(op.output), dx });
		tape.set(op.input, dx);
	});
	return mean;
}

export function lowerDropout(draft: Draft, tape: Tape, op: DropoutOp, x: Operand): Operand {
	const { size } = x;
	const y = draft.tensor(size);
	const mask = draft.tensor(size);
	draft.enter(op.name, 'forward');
	const scalars = draft.whole('scalars', scalarCount(0));
	draft.call({ kind: 'dropout', size, stream: fnv1a32(`drop/${op.name}`) }, { x, scalars, y, mask });
	tape.record(() => {
		draft.enter(op.name, 'backward');
		const dx = draft.tensor(size);
		draft.call({ kind: 'multiply', size }, { x: tape.gradient(op.output), mask, y: dx });
		tape.set(op.input, dx);
	});
	return y;
}

/** A matrix product is a 1×1 convolution of one pixel per image. */
function matrixWindow(batch: number): Window {
	return { batch, inSide: 1, outSide: 1, kernel: 1, stride: 1, pad: 0 };
}

export function lowerDense(draft: Draft, tape: Tape | null, op: DenseOp, x: Operand, y: Operand): Operand {
	const { batch } = draft;
	const shape = { ...matrixWindow(batch), in: op.in, out: op.out };
	const weight = draft.parameter(op.weight);
	const bias = draft.parameter(op.bias);
	draft.enter(op.name, 'forward');
	draft.call({ kind: 'conv', ...shape, bias: true, silu: false, addend: false }, { x, weight, bias, y });
	tape?.record(() => {
		draft.enter(op.name, 'backward');
		const dy = tape.gradient(op.output);
		const weightGradient = draft.parameter(op.weight, 'gradients');
		const biasGradient = draft.parameter(op.bias, 'gradients');
		const matrix = { kind: 'matrixGradient', rows: batch, in: op.in, out: op.out, silu: false } as const;
		draft.call(matrix, { left: x, right: dy, weightGradient, biasGradient });
		const dx = draft.tensor(batch, op.in);
		draft.call({ kind: 'convInputGradient', ...shape, addend: false }, { dy, weight, dx });
		tape.set(op.input, dx);
	});
	return y;
}

/** `rows` [batch, 2] gets each image's loss and whether it is right. */
export function lowerLoss(
	draft: Draft,
	tape: Tape,
	op: SoftmaxCrossEntropyOp,
	logits: Operand,
	rows: Operand
): void {
	const { batch } = draft;
	const { classes } = op;
	draft.enter(op.name, 'loss');
	const dlogits = draft.tensor(batch, classes);
	const targets = draft.whole('targets', batch * classes);
	const scalars = draft.whole('scalars', scalarCount(0));
	draft.call({ kind: 'loss', batch, classes }, { logits, targets, scalars, dlogits, rows });
	tape.set(op.input, dlogits);
}
