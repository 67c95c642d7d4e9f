/** Evaluation as a plan: batch norm is drawn into the convolutions, whose weights are folded when they have changed. */
import type { BatchNormOp, ConvOp, DepthwiseOp, Graph, GraphOp, ValueId } from '$lib/model/graph';
import { handedOn } from '../activations';
import type { StepShape, WeightSource } from '../executor';
import { lowerDense, lowerGlobalPool } from './classifier';
import { Draft } from './draft';
import type { Layouts } from './flatLayout';
import { windowOf } from './geometry';
import type { ArenaOperand, Operand, Plan, Space } from './plan';
import { lowerSqueezeExcite } from './squeezeExcite';

type Convolution = ConvOp | DepthwiseOp;

/** Logits of images, by the folded weights of `source`, which foldingPlan makes. */
export function evaluationPlan(
	graph: Graph,
	layouts: Layouts,
	shape: StepShape,
	parallelism: number,
	source: WeightSource
): Plan {
	const draft = new Draft(graph, layouts, shape, parallelism, source);
	lowerAll(draft);
	return draft.finish();
}

/** A value that a plan keeps until its end, and its tensor in the arena. */
export interface KeptValue {
	readonly value: ValueId;
	readonly side: number;
	readonly channels: number;
	readonly operand: ArenaOperand;
}

/** The same, with what is handed on (see `handedOn`) still there afterwards: all of it, or `only` these values. */
export function activationPlan(
	graph: Graph,
	layouts: Layouts,
	shape: StepShape,
	parallelism: number,
	source: WeightSource,
	only?: readonly ValueId[]
): { readonly plan: Plan; readonly kept: readonly KeptValue[] } {
	const draft = new Draft(graph, layouts, shape, parallelism, source);
	const values = lowerAll(draft);
	const kept = handedOn(graph, only).map((value): KeptValue => {
		const operand = values.get(value);
		if (operand?.space !== 'arena') throw new RangeError(`Evaluation does not make value ${value}.`);
		draft.keep(operand);
		return { value, side: draft.side(value), channels: draft.channels(value), operand };
	});
	return { plan: draft.finish(), kept };
}

/** Writes all calls; returns what they make. */
function lowerAll(draft: Draft): Map<ValueId, Operand> {
	const { graph } = draft;
	const values = new Map<ValueId, Operand>();
	values.set(0, draft.whole('images', draft.batch * draft.pixels(0) * draft.channels(0)));
	graph.ops.forEach((_, at) => {
		const made = lower(draft, graph.ops.slice(at, at + 3), (id) => {
			const found = values.get(id);
			if (found === undefined) throw new RangeError(`Value ${id} is used before it is made.`);
			return found;
		});
		if (made) values.set(...made);
	});
	return values;
}

type Look = (id: ValueId) => Operand;

/** The first of these ops, with those after it that it takes along; null if it went along with one before. */
function lower(draft: Draft, [op, ...next]: readonly GraphOp[], value: Look): [ValueId, Operand] | null {
	switch (op?.kind) {
		case 'conv':
		case 'depthwise':
			return convolution(draft, op, next, value);
		case 'squeezeExcite':
			return [op.output, lowerSqueezeExcite(draft, null, op, value(op.input))];
		case 'globalPool':
			return [op.output, lowerGlobalPool(draft, null, op, value(op.input))];
		case 'dropout':
			return [op.output, value(op.input)];
		case 'dense': {
			const logits = draft.whole('logits', draft.batch * op.out);
			return [op.output, lowerDense(draft, null, op, value(op.input), logits)];
		}
		default:
			return null;
	}
}

/** A convolution with its batch norm and, where one follows, the addition. Returns the value that it makes. */
function convolution(
	draft: Draft,
	op: Convolution,
	[norm, add]: readonly GraphOp[],
	value: Look
): [ValueId, Operand] {
	if (norm?.kind !== 'batchNorm') throw new RangeError(`No batch norm follows "${op.name}".`);
	const residual = add?.kind === 'add' && add.input === norm.output ? add : null;
	const output = residual?.output ?? norm.output;
	const addend = residual ? value(residual.skip) : null;
	const y = draft.valueTensor(output);
	const operands = {
		x: value(op.input),
		weight: draft.parameter(op.weight, 'folded'),
		bias: draft.parameter(norm.bias, 'folded'),
		addend,
		y
	};
	const epilogue = { bias: true, silu: norm.activation === 'silu', addend: addend !== null };
	const window = windowOf(draft, op);
	draft.enter(op.name, 'forward');
	if (op.kind === 'conv')
		draft.call({ kind: 'conv', ...window, in: op.in, out: op.out, ...epilogue }, operands);
	else draft.call({ kind: 'depthwise', ...window, channels: op.channels, ...epilogue }, operands);
	return [output, y];
}

/** Folds every convolution of the graph; runs when the weights of `source` have changed. */
export function foldingPlan(graph: Graph, layouts: Layouts, source: WeightSource): Plan {
	const draft = new Draft(graph, layouts, { imageSize: 1, batch: 1 }, 1, source);
	const statistics = source === 'ema' ? 'emaStatistics' : 'statistics';
	graph.ops.forEach((op, at) => {
		const norm = graph.ops[at + 1];
		if ((op.kind !== 'conv' && op.kind !== 'depthwise') || norm?.kind !== 'batchNorm') return;
		fold(draft, op, norm, statistics);
	});
	return draft.finish();
}

function fold(draft: Draft, op: Convolution, norm: BatchNormOp, statistics: Space): void {
	const { channels } = norm;
	const weight = draft.parameter(op.weight);
	const affine = draft.pair(norm.weight, norm.bias);
	const running = draft.pair(norm.runningMean, norm.runningVar, statistics);
	draft.enter(op.name, 'fold');
	draft.call(
		{
			kind: 'fold',
			rows: weight.size / channels,
			channels,
			epsilon: draft.graph.options.bnEpsilon,
			affineStride: affine.stride,
			statisticsStride: running.stride
		},
		{
			weight,
			affine: affine.operand,
			statistics: running.operand,
			foldedWeight: draft.parameter(op.weight, 'folded'),
			foldedBias: draft.parameter(norm.bias, 'folded')
		}
	);
}
