/** Batch norm of a training step with what follows it at once: SiLU, drop path, the residual. */
import type { AddOp, BatchNormOp } from '$lib/model/graph';
import type { Draft } from './draft';
import { slicesOf } from './geometry';
import type { Operand } from './plan';
import type { Tape } from './tape';

export interface Residual {
	readonly op: AddOp;
	readonly skip: Operand;
	/** Drop path, [batch]; null where nothing can be dropped. */
	readonly mask: Operand | null;
}

export function lowerBatchNorm(
	draft: Draft,
	tape: Tape,
	op: BatchNormOp,
	x: Operand,
	residual: Residual | null
): Operand {
	draft.enter(op.name, 'forward');
	const site = siteOf(draft, op, x, residual);
	const y = draft.activation(op.output);
	const { affine, moments, mask, normalisation } = site;
	takeMoments(draft, op, site);
	const skip = residual?.skip ?? null;
	draft.call(
		{ kind: 'normalise', ...normalisation, skip: skip !== null },
		{ x, moments, affine, skip, mask, y }
	);
	tape.record(() => {
		draft.enter(op.name, 'backward');
		const dy = tape.gradient(residual?.op.output ?? op.output);
		if (residual) tape.set(residual.op.skip, dy);
		tape.set(op.input, wayBack(draft, op, site, dy));
	});
	return y;
}

/** What both directions name. */
function siteOf(draft: Draft, op: BatchNormOp, x: Operand, residual: Residual | null) {
	const { batch } = draft;
	const { channels } = op;
	const shape = { rows: batch * draft.pixels(op.input), channels };
	const { operand: affine, stride: affineStride } = draft.pair(op.weight, op.bias);
	const mask = residual?.mask ?? null;
	const silu = op.activation === 'silu';
	return {
		x,
		shape,
		slices: slicesOf(draft, shape.rows, channels),
		affine,
		mask,
		moments: draft.tensor(2, channels),
		normalisation: { ...shape, batch, silu, affineStride, masked: mask !== null }
	};
}

type Site = ReturnType<typeof siteOf>;

function takeMoments(draft: Draft, op: BatchNormOp, { x, shape, slices, moments }: Site): void {
	const partial = draft.tensor(slices, 2, op.channels);
	const statistics = draft.pair(op.runningMean, op.runningVar, 'batchStatistics');
	const { bnEpsilon: epsilon } = draft.graph.options;
	draft.call({ kind: 'moments', ...shape, slices }, { x, partial });
	draft.call(
		{ kind: 'joinMoments', ...shape, slices, epsilon, statisticsStride: statistics.stride },
		{ partial, moments, batchStatistics: statistics.operand }
	);
}

function wayBack(draft: Draft, op: BatchNormOp, site: Site, dy: Operand): Operand {
	const { x, slices, moments, affine, mask, normalisation } = site;
	const { channels } = op;
	const { affineStride } = normalisation;
	const partial = draft.tensor(slices, 2, channels);
	const { operand: affineGradient } = draft.pair(op.weight, op.bias, 'gradients');
	draft.call({ kind: 'normaliseSums', ...normalisation, slices }, { dy, x, moments, affine, mask, partial });
	draft.call({ kind: 'joinSums', channels, slices, affineStride }, { partial, affineGradient });
	const dx = draft.valueTensor(op.input);
	draft.call(
		{ kind: 'normaliseGradient', ...normalisation },
		{ dy, x, moments, affine, affineGradient, mask, dx }
	);
	return dx;
}
