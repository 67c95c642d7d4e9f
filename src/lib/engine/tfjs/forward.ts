import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type {
	BatchNormOp,
	ConvOp,
	DepthwiseOp,
	Graph,
	GraphOp,
	SqueezeExciteOp,
	ValueId
} from '$lib/model/graph';
import { dropoutMask, dropPathMask, type DropRates } from './draws';
import { lookUp } from './flat';
import { batchNormEvaluation, batchNormTraining, type Moments } from './ops/batchNorm';
import { dense, dropout, globalPool } from './ops/classifier';
import { convolution, depthwise, type Window } from './ops/convolution';
import { residual } from './ops/residual';
import { squeezeExcite } from './ops/squeezeExcite';

/** What only training has: draws, batch statistics, gradients. */
export interface TrainingMode {
	/** Null: nothing is dropped. */
	readonly rates: DropRates | null;
	/** Sees the batch's moments of every batch norm and the number of values behind each. */
	readonly observe: (op: BatchNormOp, moments: Moments, count: number) => void;
	/** Whether the gradient at the image is wanted. */
	readonly imageGradient: boolean;
}

export interface Walk {
	readonly graph: Graph;
	/** By timm's name, in TensorFlow.js's layout. Running statistics are read in evaluation only. */
	readonly weights: ReadonlyMap<string, Tensor>;
	/** Null: evaluation. */
	readonly training: TrainingMode | null;
	/** Sees every op's output as soon as it is there. */
	readonly visit?: (op: GraphOp, output: Tensor) => void;
}

/**
 * Runs the graph up to the logits [batch, classes] for images [batch, size, size, 3]. Call it inside `tidy`. In
 * evaluation a value is freed after its last use; in training the tape owns what the backward pass needs.
 */
export function forward(walk: Walk, images: Tensor4D): Tensor2D {
	const { graph, training } = walk;
	const values = new Map<ValueId, Tensor>([[0, images]]);
	const lastUse = training === null ? lastUses(graph) : null;
	let output: Tensor = images;
	graph.ops.forEach((op, index) => {
		if (op.kind === 'softmaxCrossEntropy') return;
		output = runOp(walk, op, (id) => valueOf(values, id));
		walk.visit?.(op, output);
		values.set(op.output, output);
		for (const id of lastUse?.get(index) ?? []) values.get(id)?.dispose();
	});
	return output as Tensor2D;
}

function valueOf(values: ReadonlyMap<ValueId, Tensor>, id: ValueId): Tensor {
	const value = values.get(id);
	if (value === undefined) throw new RangeError(`Value ${id} is used before it is made.`);
	return value;
}

/** Values that op number i is the last to read; the image is the caller's. */
function lastUses(graph: Graph): Map<number, ValueId[]> {
	const last = new Map<ValueId, number>();
	graph.ops.forEach((op, index) => {
		if (op.kind === 'softmaxCrossEntropy') return;
		last.set(op.input, index);
		if (op.kind === 'add') last.set(op.skip, index);
	});
	last.delete(0);
	const byOp = new Map<number, ValueId[]>();
	for (const [id, index] of last) byOp.set(index, [...(byOp.get(index) ?? []), id]);
	return byOp;
}

type RunnableOp = Exclude<GraphOp, { kind: 'softmaxCrossEntropy' }>;

function runOp(walk: Walk, op: RunnableOp, value: (id: ValueId) => Tensor): Tensor {
	const { weights, training } = walk;
	const x = value(op.input);
	const batch = x.shape[0] ?? 0;
	const rates = training?.rates ?? null;
	switch (op.kind) {
		case 'conv':
			return convolution(x as Tensor4D, lookUp(weights, op.weight) as Tensor4D, windowOf(walk, op));
		case 'depthwise':
			return depthwise(x as Tensor4D, lookUp(weights, op.weight) as Tensor4D, windowOf(walk, op));
		case 'batchNorm':
			return runBatchNorm(walk, op, x as Tensor4D);
		case 'squeezeExcite':
			return runSqueezeExcite(weights, op, x as Tensor4D);
		case 'add': {
			const mask = rates === null ? null : dropPathMask(op, rates, batch);
			return residual(x as Tensor4D, value(op.skip) as Tensor4D, mask);
		}
		case 'globalPool':
			return globalPool(x as Tensor4D);
		case 'dropout': {
			const mask = rates === null ? null : dropoutMask(op, rates, batch, x.shape[1] ?? 0);
			return dropout(x as Tensor2D, mask);
		}
		case 'dense':
			return dense(
				x as Tensor2D,
				lookUp(weights, op.weight) as Tensor2D,
				lookUp(weights, op.bias) as Tensor1D
			);
	}
}

function windowOf({ graph, training }: Walk, op: ConvOp | DepthwiseOp): Window {
	const inputGradient = op.input !== 0 || training?.imageGradient === true;
	return { kernel: op.kernel, stride: op.stride, padding: graph.options.padding, inputGradient };
}

function runBatchNorm({ graph, weights, training }: Walk, op: BatchNormOp, x: Tensor4D): Tensor4D {
	const options = { epsilon: graph.options.bnEpsilon, activation: op.activation };
	const affine = {
		weight: lookUp(weights, op.weight) as Tensor1D,
		bias: lookUp(weights, op.bias) as Tensor1D
	};
	if (training !== null) {
		const observe = (moments: Moments) => training.observe(op, moments, x.size / op.channels);
		return batchNormTraining(x, affine, options, observe);
	}
	const moments = {
		mean: lookUp(weights, op.runningMean) as Tensor1D,
		variance: lookUp(weights, op.runningVar) as Tensor1D
	};
	return batchNormEvaluation(x, affine, moments, options);
}

function runSqueezeExcite(weights: Walk['weights'], op: SqueezeExciteOp, x: Tensor4D): Tensor4D {
	return squeezeExcite(x, {
		reduce: lookUp(weights, op.reduceWeight) as Tensor2D,
		reduceBias: lookUp(weights, op.reduceBias) as Tensor1D,
		expand: lookUp(weights, op.expandWeight) as Tensor2D,
		expandBias: lookUp(weights, op.expandBias) as Tensor1D
	});
}
