import type { SqueezeExciteOp } from '$lib/model/graph';
import type { Draft } from './draft';
import type { Operand, Space } from './plan';
import type { Tape } from './tape';

/** What the forward pass makes beside its result. */
interface Gate {
	readonly squeezed: Operand;
	readonly hidden: Operand;
	readonly gate: Operand;
}

/** The forward pass; in training the tape gets its way back. */
export function lowerSqueezeExcite(
	draft: Draft,
	tape: Tape | null,
	op: SqueezeExciteOp,
	x: Operand
): Operand {
	const { batch } = draft;
	const { channels, reduced } = op;
	const image = { batch, pixels: draft.pixels(op.input), channels };
	const squeezed = draft.tensor(batch, channels);
	const hidden = draft.tensor(batch, reduced);
	const gate = draft.tensor(batch, channels);
	const y = draft.activation(op.output);
	draft.enter(op.name, 'forward');
	draft.call({ kind: 'spatialMean', ...image }, { x, mean: squeezed });
	draft.call({ kind: 'gate', batch, channels, reduced }, { squeezed, ...matrices(draft, op), hidden, gate });
	draft.call({ kind: 'scale', ...image }, { x, gate, y });
	tape?.record(() => {
		draft.enter(op.name, 'backward');
		tape.set(op.input, wayBack(draft, op, x, { squeezed, hidden, gate }, tape.gradient(op.output)));
	});
	return y;
}

function matrices(draft: Draft, op: SqueezeExciteOp, space: Space = draft.weights) {
	return {
		reduceWeight: draft.parameter(op.reduceWeight, space),
		reduceBias: draft.parameter(op.reduceBias, space),
		expandWeight: draft.parameter(op.expandWeight, space),
		expandBias: draft.parameter(op.expandBias, space)
	};
}

function wayBack(draft: Draft, op: SqueezeExciteOp, x: Operand, made: Gate, dy: Operand): Operand {
	const { batch } = draft;
	const { channels, reduced } = op;
	const { squeezed, hidden, gate } = made;
	const image = { batch, pixels: draft.pixels(op.input), channels };
	const dgate = draft.tensor(batch, channels);
	const dhidden = draft.tensor(batch, reduced);
	const dsqueezed = draft.tensor(batch, channels);
	const dx = draft.valueTensor(op.input);
	const { reduceWeight, expandWeight } = matrices(draft, op);
	const gradients = matrices(draft, op, 'gradients');
	draft.call({ kind: 'gateSums', ...image }, { x, dy, gate, dgate });
	draft.call(
		{ kind: 'gateGradient', batch, channels, reduced },
		{ dgate, hidden, reduceWeight, expandWeight, dhidden, dsqueezed }
	);
	draft.call(
		{ kind: 'matrixGradient', rows: batch, in: channels, out: reduced, silu: false },
		{
			left: squeezed,
			right: dhidden,
			weightGradient: gradients.reduceWeight,
			biasGradient: gradients.reduceBias
		}
	);
	draft.call(
		{ kind: 'matrixGradient', rows: batch, in: reduced, out: channels, silu: true },
		{
			left: hidden,
			right: dgate,
			weightGradient: gradients.expandWeight,
			biasGradient: gradients.expandBias
		}
	);
	draft.call({ kind: 'scaleGradient', ...image }, { dy, gate, dsqueezed, dx });
	return dx;
}
