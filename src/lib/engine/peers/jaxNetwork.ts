/**
 * The graph as a user of jax-js would write it: functions of arrays in NCHW. jax-js frees an array when its last
 * reference is used up: whoever passes `x` on gives it away, `x.ref` keeps it.
 */
import { lax, nn, numpy as np } from '@jax-js/jax';
import type { BatchNormOp, Graph, GraphOp, SqueezeExciteOp } from '$lib/model/graph';

/** Arrays by timm's name in PyTorch's layout, which is jax-js's, too. */
export type Arrays = Record<string, np.Array>;

/** One walk through the graph in training mode. */
interface Walk {
	readonly graph: Graph;
	readonly weights: Arrays;
	readonly running: Arrays;
	/** Running statistics after this step. */
	readonly observed: Arrays;
	/** Values with the number of uses that are still to come. */
	readonly values: Map<number, { readonly array: np.Array; uses: number }>;
}

/** Logits [batch, classes] of `images` [batch, 3, size, size], and the running statistics after it. */
export function trainingForward(graph: Graph, weights: Arrays, running: Arrays, images: np.Array) {
	const walk: Walk = { graph, weights, running, observed: {}, values: new Map() };
	const uses = countUses(graph);
	walk.values.set(0, { array: images, uses: uses.get(0) ?? 0 });
	let last = 0;
	for (const op of graph.ops) {
		if (op.kind === 'softmaxCrossEntropy') continue;
		walk.values.set(op.output, { array: apply(walk, op), uses: uses.get(op.output) ?? 0 });
		last = op.output;
	}
	const output = walk.values.get(last);
	if (output === undefined) throw new RangeError('The graph has no output.');
	return { logits: output.array, statistics: walk.observed };
}

function countUses(graph: Graph): Map<number, number> {
	const uses = new Map<number, number>();
	const count = (id: number) => uses.set(id, (uses.get(id) ?? 0) + 1);
	for (const op of graph.ops) {
		if (op.kind === 'softmaxCrossEntropy') continue;
		count(op.input);
		if (op.kind === 'add') count(op.skip);
	}
	return uses;
}

/** Takes a value; the last to ask is given the array itself. */
function take({ values }: Walk, id: number): np.Array {
	const value = values.get(id);
	if (value === undefined) throw new RangeError(`Value ${id} is used before it is made.`);
	value.uses--;
	return value.uses > 0 ? value.array.ref : value.array;
}

function named(arrays: Arrays, name: string): np.Array {
	const array = arrays[name];
	if (array === undefined) throw new RangeError(`${name} is missing.`);
	return array.ref;
}

function apply(walk: Walk, op: Exclude<GraphOp, { kind: 'softmaxCrossEntropy' }>): np.Array {
	const { weights, graph } = walk;
	const x = take(walk, op.input);
	switch (op.kind) {
		case 'conv':
		case 'depthwise': {
			const margin = (op.kernel - 1) / 2;
			const padding: lax.PaddingType =
				graph.options.padding === 'same'
					? 'SAME'
					: [
							[margin, margin],
							[margin, margin]
						];
			const groups = op.kind === 'conv' ? {} : { featureGroupCount: op.channels };
			return lax.convGeneralDilated(x, named(weights, op.weight), [op.stride, op.stride], padding, groups);
		}
		case 'batchNorm':
			return batchNorm(walk, op, x);
		case 'squeezeExcite':
			return squeezeExcite(weights, op, x);
		case 'add':
			return x.add(take(walk, op.skip));
		case 'globalPool':
			return np.mean(x, [2, 3]);
		case 'dropout':
			return x;
		case 'dense':
			return np.matmul(x, named(weights, op.weight).transpose()).add(named(weights, op.bias));
	}
}

/** A row of channels as [1, channels, 1, 1]. */
const perChannel = (row: np.Array) => row.reshape([1, -1, 1, 1]);

function batchNorm({ graph, weights, running, observed }: Walk, op: BatchNormOp, x: np.Array): np.Array {
	const { bnEpsilon, bnMomentum } = graph.options;
	const [batch = 1, , height = 1, width = 1] = x.shape;
	const count = batch * height * width;
	const mean = np.mean(x.ref, [0, 2, 3], { keepdims: true });
	const centred = x.sub(mean.ref);
	const variance = np.mean(np.square(centred.ref), [0, 2, 3], { keepdims: true });
	const blend = (name: string, value: np.Array, factor: number) => {
		// Statistics are no part of what is differentiated.
		const fresh = lax.stopGradient(value).reshape([op.channels]);
		observed[name] = named(running, name)
			.mul(bnMomentum)
			.add(fresh.mul((1 - bnMomentum) * factor));
	};
	blend(op.runningMean, mean, 1);
	blend(op.runningVar, variance.ref, count / Math.max(1, count - 1));
	const scale = perChannel(named(weights, op.weight)).div(np.sqrt(variance.add(bnEpsilon)));
	const y = centred.mul(scale).add(perChannel(named(weights, op.bias)));
	return op.activation === 'silu' ? nn.silu(y) : y;
}

function squeezeExcite(weights: Arrays, op: SqueezeExciteOp, x: np.Array): np.Array {
	const pooled = np.mean(x.ref, [2, 3]);
	const matrix = (name: string, out: number) => named(weights, name).reshape([out, -1]).transpose();
	const reduced = np.matmul(pooled, matrix(op.reduceWeight, op.reduced)).add(named(weights, op.reduceBias));
	const gate = np
		.matmul(nn.silu(reduced), matrix(op.expandWeight, op.channels))
		.add(named(weights, op.expandBias));
	return x.mul(nn.sigmoid(gate).reshape([-1, op.channels, 1, 1]));
}
