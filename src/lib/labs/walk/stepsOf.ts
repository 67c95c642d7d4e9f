import type { BatchNormOp, ConvOp, DepthwiseOp, GraphOp, SqueezeExciteOp, ValueId } from '$lib/model/graph';
import { convolve, matrixTimes, means, sigmoid, silu, variances } from './layers';
import { mapped, type Maps } from './maps';
import type { ConvolutionStep, MatrixStep, NormStep, SiluStep, Step } from './steps';

/** By timm's name, in PyTorch's layout. */
export type Weights = ReadonlyMap<string, Float32Array>;

function weightOf(weights: Weights, name: string): Float32Array {
	const found = weights.get(name);
	if (found === undefined) throw new RangeError(`There is no weight "${name}".`);
	return found;
}

/** A row of numbers as a tensor. */
const rowOf = (values: Float64Array): Maps => ({ channels: values.length, side: 1, values });

/** The steps of one op of a block, in their order. Throws RangeError for an op that no block has. */
export function stepsOf(
	op: GraphOp,
	epsilon: number,
	weights: Weights,
	value: (id: ValueId) => Maps
): Step[] {
	const before = value(op.input);
	switch (op.kind) {
		case 'conv':
		case 'depthwise':
			return [convolutionStep(op, weights, before)];
		case 'batchNorm':
			return normSteps(op, epsilon, weights, before);
		case 'squeezeExcite':
			return squeezeSteps(op, weights, before);
		case 'add': {
			const skip = value(op.skip);
			const after = { ...before, values: before.values.map((x, index) => x + skip.values[index]!) };
			return [{ kind: 'add', before, skip, after, macs: 0, parameters: 0 }];
		}
		default:
			throw new RangeError(`No block has an op of the kind "${op.kind}".`);
	}
}

function convolutionStep(op: ConvOp | DepthwiseOp, weights: Weights, before: Maps): ConvolutionStep {
	const weight = weightOf(weights, op.weight);
	const dense = op.kind === 'conv';
	const [reads, channels] = dense ? [op.in, op.out] : [1, op.channels];
	const { kernel, stride } = op;
	const after = convolve(before, { kernel, stride, reads, weight }, channels);
	const macs = kernel ** 2 * reads * after.values.length;
	const shape = { kernel, stride, reads, weight, before, after, macs, parameters: weight.length };
	return { kind: kindOf(op), op, ...shape };
}

function kindOf(op: ConvOp | DepthwiseOp): ConvolutionStep['kind'] {
	if (op.kind === 'depthwise') return 'depthwise';
	if (op.kernel > 1) return 'dense';
	return op.out > op.in ? 'expand' : 'project';
}

function normSteps(
	op: BatchNormOp,
	epsilon: number,
	weights: Weights,
	before: Maps
): (NormStep | SiluStep)[] {
	const mean = means(before);
	const variance = variances(before, mean);
	const gamma = weightOf(weights, op.weight);
	const beta = weightOf(weights, op.bias);
	const after = mapped(before, (x, channel) => {
		const deviation = Math.sqrt(variance[channel]! + epsilon);
		return (gamma[channel]! * (x - mean[channel]!)) / deviation + beta[channel]!;
	});
	const cost = { macs: 0, parameters: gamma.length + beta.length };
	const norm: NormStep = { kind: 'norm', op, before, after, mean, variance, gamma, beta, epsilon, ...cost };
	if (op.activation === 'none') return [norm];
	return [norm, { kind: 'silu', op, before: after, after: mapped(after, silu), macs: 0, parameters: 0 }];
}

function squeezeSteps(op: SqueezeExciteOp, weights: Weights, before: Maps): Step[] {
	const mean = rowOf(means(before));
	const reduce = matrixStep(op, 'reduce', weights, mean);
	const gate = matrixStep(op, 'gate', weights, reduce.after);
	const gates = gate.after;
	const after = mapped(before, (x, channel) => x * gates.values[channel]!);
	return [
		{ kind: 'squeeze', op, before, after: mean, macs: 0, parameters: 0 },
		reduce,
		gate,
		{ kind: 'scale', op, before, gates, after, macs: 0, parameters: 0 }
	];
}

function matrixStep(
	op: SqueezeExciteOp,
	kind: MatrixStep['kind'],
	weights: Weights,
	before: Maps
): MatrixStep {
	const isReduce = kind === 'reduce';
	const weight = weightOf(weights, isReduce ? op.reduceWeight : op.expandWeight);
	const bias = weightOf(weights, isReduce ? op.reduceBias : op.expandBias);
	const sums = matrixTimes(before.values, weight, bias);
	const after = rowOf(sums.map(isReduce ? silu : sigmoid));
	const cost = { macs: weight.length, parameters: weight.length + bias.length };
	return { kind, op, before, after, weight, bias, sums, ...cost };
}
