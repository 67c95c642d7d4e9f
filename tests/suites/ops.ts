import {
	dispose,
	reshape,
	tensor,
	tensor1d,
	tensor2d,
	transpose,
	valueAndGrads,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	type Tensor4D
} from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { silu, siluGradient } from '$lib/engine/tfjs/ops/activation';
import { batchMoments, batchNormEvaluation, batchNormTraining } from '$lib/engine/tfjs/ops/batchNorm';
import { dense, globalPool } from '$lib/engine/tfjs/ops/classifier';
import { convolution, depthwise } from '$lib/engine/tfjs/ops/convolution';
import { differentiable } from '$lib/engine/tfjs/ops/differentiable';
import { softmaxCrossEntropy } from '$lib/engine/tfjs/ops/loss';
import { squeezeExcite } from '$lib/engine/tfjs/ops/squeezeExcite';
import type { Padding } from '$lib/model/graph';
import reference from '../fixtures/ops.json';
import { expectClose, largest } from './digest';
import { makeCurrent, type UseEngine } from './useEngine';

interface Values {
	readonly shape: readonly number[];
	readonly data: readonly number[];
}

interface OpCase {
	readonly name: string;
	readonly op: string;
	readonly inputs: Readonly<Record<string, Values>>;
	readonly output: Values;
	readonly probe?: Values;
	readonly gradients: Readonly<Record<string, Values>>;
	readonly kernel?: number;
	readonly stride?: number;
	readonly groups?: number;
	readonly padding?: string;
	readonly epsilon?: number;
	readonly target?: readonly (readonly number[])[];
	readonly runningMean?: readonly number[];
	readonly runningVar?: readonly number[];
	readonly batchMean?: readonly number[];
	readonly batchVarPopulation?: readonly number[];
}

/** How PyTorch's axes are ordered in TensorFlow.js; null: the same. */
type Axes = readonly number[] | null;
const image: Axes = [0, 2, 3, 1];
const filter: Axes = [2, 3, 1, 0];
const depthwiseFilter: Axes = [2, 3, 0, 1];
const matrix: Axes = [1, 0];
const rows: Axes = [0, 1];

interface Runner {
	readonly axes: Readonly<Record<string, Axes>>;
	readonly output: Axes;
	run(inputs: readonly Tensor[]): Tensor;
}

/** Float32 rounding of sums of a few dozen terms. */
const TOLERANCE = 2e-6;

function upload({ shape, data }: Values, axes: Axes): Tensor {
	// [out, in, 1, 1] used as a matrix loses its two empty axes first.
	const kept = axes === null ? shape : shape.slice(0, axes.length);
	const plain = tensor([...data], [...kept]);
	return axes === null ? plain : transpose(plain, [...axes]);
}

async function download(value: Tensor, axes: Axes): Promise<Float32Array> {
	const inverse = axes === null ? null : axes.map((_, axis) => axes.indexOf(axis));
	return (inverse === null ? value : transpose(value, inverse)).data<'float32'>();
}

function convolutionRunner(found: OpCase): Runner {
	const { kernel = 1, stride = 1, groups = 1, padding = 'same' } = found;
	// One pixel with a bias, as in squeeze and excitation: a dense layer.
	if ('bias' in found.inputs) return denseRunner;
	const window = { kernel, stride: stride as 1 | 2, padding: padding as Padding, inputGradient: true };
	const op = groups === 1 ? convolution : depthwise;
	return {
		axes: { x: image, weight: groups === 1 ? filter : depthwiseFilter },
		output: image,
		run: ([x, weight]) => op(x as Tensor4D, weight as Tensor4D, window)
	};
}

const denseRunner: Runner = {
	axes: { x: rows, weight: matrix, bias: null },
	output: rows,
	run: ([x, weight, bias]) => dense(x as Tensor2D, weight as Tensor2D, bias as Tensor1D)
};

function batchNormRunner(found: OpCase, training: boolean): Runner {
	const options = { epsilon: found.epsilon ?? 0, activation: 'none' as const };
	const running = () => ({
		mean: tensor1d([...(found.runningMean ?? [])]),
		variance: tensor1d([...(found.runningVar ?? [])])
	});
	return {
		axes: { x: image, weight: null, bias: null },
		output: image,
		run: ([x, weight, bias]) => {
			const affine = { weight: weight as Tensor1D, bias: bias as Tensor1D };
			return training
				? batchNormTraining(x as Tensor4D, affine, options, () => undefined)
				: batchNormEvaluation(x as Tensor4D, affine, running(), options);
		}
	};
}

const squeezeExciteRunner: Runner = {
	axes: { x: image, reduce_weight: matrix, reduce_bias: null, expand_weight: matrix, expand_bias: null },
	output: image,
	run: ([x, reduce, reduceBias, expand, expandBias]) =>
		squeezeExcite(x as Tensor4D, {
			reduce: reduce as Tensor2D,
			reduceBias: reduceBias as Tensor1D,
			expand: expand as Tensor2D,
			expandBias: expandBias as Tensor1D
		})
};

function siluOp(x: Tensor): Tensor {
	return differentiable(
		[x],
		() => ({ value: silu(x), saved: [] }),
		(dy) => [siluGradient(dy, x)]
	);
}

function runnerOf(found: OpCase): Runner {
	switch (found.op) {
		case 'conv':
			return convolutionRunner(found);
		case 'batchNorm':
			return batchNormRunner(found, true);
		case 'batchNormEvaluation':
			return batchNormRunner(found, false);
		case 'silu':
			return { axes: { x: image }, output: image, run: ([x]) => siluOp(x as Tensor) };
		case 'se':
			return squeezeExciteRunner;
		case 'globalPool':
			return { axes: { x: image }, output: null, run: ([x]) => globalPool(x as Tensor4D) };
		case 'dense':
			return denseRunner;
		case 'softmaxCrossEntropy': {
			const targets = (found.target ?? []).map((row) => [...row]);
			const run = ([logits]: readonly Tensor[]) => softmaxCrossEntropy(logits as Tensor2D, tensor2d(targets));
			return { axes: { logits: null }, output: null, run };
		}
		default:
			throw new RangeError(`Nothing runs the op "${found.op}".`);
	}
}

async function check(found: OpCase): Promise<void> {
	const { axes, output, run } = runnerOf(found);
	const names = Object.keys(found.inputs);
	const inputs = names.map((name) => upload(found.inputs[name] as Values, axes[name] ?? null));
	const probe = found.probe === undefined ? undefined : upload(found.probe, output);
	const { value, grads } = valueAndGrads((...xs: Tensor[]) => run(xs))(inputs, probe);
	expectClose('output', await download(value, output), found.output.data, bound(found.output));
	for (const [i, name] of names.entries()) {
		const wanted = found.gradients[name] as Values;
		const gradient = await download(grads[i] as Tensor, axes[name] ?? null);
		expectClose(`gradient of ${name}`, gradient, wanted.data, bound(wanted));
	}
	dispose([value, ...grads, ...inputs, ...(probe === undefined ? [] : [probe])]);
}

const bound = ({ data }: Values) => TOLERANCE * Math.max(1, largest(data));

/** Every case of ops.json, forward and gradients. */
export function opsSuite(use: UseEngine): void {
	describe('single operations equal the reference', () => {
		const cases = reference.cases as unknown as readonly OpCase[];
		test.each(cases.map((found) => [found.name, found] as const))('%s', async (_, found) => {
			makeCurrent(use());
			await check(found);
		});

		test('batch moments', async () => {
			makeCurrent(use());
			const found = cases.find(({ op }) => op === 'batchNorm');
			const { mean, variance } = batchMoments(upload(found?.inputs.x as Values, image) as Tensor4D);
			expectClose('mean', await mean.data(), found?.batchMean ?? [], TOLERANCE);
			expectClose('variance', await variance.data(), found?.batchVarPopulation ?? [], TOLERANCE);
			expect(reshape(mean, [-1]).size).toBe(3);
		});
	});
}
