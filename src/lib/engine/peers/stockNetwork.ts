/**
 * The graph as a user of stock TensorFlow.js would write it: `tf.layers`, one layer per operation. The layers come from
 * their own package, which the union package `@tensorflow/tfjs` hands on as it is. Only races and tests load it.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
	input as inputLayer,
	layers,
	model,
	type LayersModel,
	type SymbolicTensor
} from '@tensorflow/tfjs-layers';
import type { BatchNormOp, Graph, GraphOp, SqueezeExciteOp } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';

type Layer = SymbolicTensor;

/** The model takes images [batch, size, size, 3] and gives logits; `same` padding only. Dispose of it after use. */
export function stockNetwork(graph: Graph, imageSize: number): LayersModel {
	const input = inputLayer({ shape: [imageSize, imageSize, 3] });
	const values = new Map<number, Layer>([[0, input]]);
	let last: Layer = input;
	for (const op of graph.ops) {
		if (op.kind === 'softmaxCrossEntropy') continue;
		last = apply(op, values, graph);
		values.set(op.output, last);
	}
	return model({ inputs: input, outputs: last });
}

function valueOf(values: ReadonlyMap<number, Layer>, id: number): Layer {
	const value = values.get(id);
	if (value === undefined) throw new Error(`value ${id} is used before it is made`);
	return value;
}

const name = (path: string) => path.replaceAll('.', '_');

function apply(op: GraphOp, values: ReadonlyMap<number, Layer>, graph: Graph): Layer {
	const x = valueOf(values, op.input);
	const common = { name: name(op.name) };
	switch (op.kind) {
		case 'conv':
		case 'depthwise': {
			const window = {
				...common,
				kernelSize: op.kernel,
				strides: op.stride,
				padding: 'same',
				useBias: false
			} as const;
			const layer =
				op.kind === 'conv'
					? layers.conv2d({ ...window, filters: op.out })
					: layers.depthwiseConv2d({ ...window, kernelSize: [op.kernel, op.kernel] });
			return layer.apply(x) as Layer;
		}
		case 'batchNorm':
			return batchNorm(op, x, graph);
		case 'squeezeExcite':
			return squeezeExcite(op, x);
		case 'add':
			return layers.add(common).apply([x, valueOf(values, op.skip)]) as Layer;
		case 'globalPool':
			return layers.globalAveragePooling2d({ ...common, dataFormat: 'channelsLast' }).apply(x) as Layer;
		case 'dropout':
			// A race drops nothing.
			return layers.dropout({ ...common, rate: 0 }).apply(x) as Layer;
		case 'dense':
			return layers.dense({ ...common, units: op.out }).apply(x) as Layer;
		case 'softmaxCrossEntropy':
			throw new Error('the loss is not part of the model');
	}
}

function batchNorm(op: BatchNormOp, x: Layer, { options }: Graph): Layer {
	const { bnEpsilon: epsilon, bnMomentum: momentum } = options;
	const y = layers.batchNormalization({ name: name(op.name), epsilon, momentum }).apply(x) as Layer;
	if (op.activation === 'none') return y;
	return layers.activation({ name: `${name(op.name)}_silu`, activation: 'swish' }).apply(y) as Layer;
}

function squeezeExcite(op: SqueezeExciteOp, x: Layer): Layer {
	const path = name(op.name);
	let gate = layers
		.globalAveragePooling2d({ name: `${path}_pool`, dataFormat: 'channelsLast' })
		.apply(x) as Layer;
	gate = layers.reshape({ name: `${path}_1x1`, targetShape: [1, 1, op.channels] }).apply(gate) as Layer;
	const conv = { kernelSize: 1, useBias: true } as const;
	gate = layers
		.conv2d({ ...conv, name: `${path}_reduce`, filters: op.reduced, activation: 'swish' })
		.apply(gate) as Layer;
	gate = layers
		.conv2d({ ...conv, name: `${path}_expand`, filters: op.channels, activation: 'sigmoid' })
		.apply(gate) as Layer;
	return layers.multiply({ name: `${path}_scale` }).apply([x, gate]) as Layer;
}

/** Gives the model the parameters of the graph, which it names and lays out its own way. */
export function setStockWeights(model: LayersModel, graph: Graph, parameters: ParameterMap): void {
	for (const op of graph.ops) {
		const path = name(op.name);
		if (op.kind === 'conv') set(model, path, [kernel(op.weight)]);
		else if (op.kind === 'depthwise') set(model, path, [depthwise(op.weight)]);
		else if (op.kind === 'dense') set(model, path, [dense(op.weight), vector(op.bias)]);
		else if (op.kind === 'batchNorm') {
			set(model, path, [op.weight, op.bias, op.runningMean, op.runningVar].map(vector));
		} else if (op.kind === 'squeezeExcite') {
			set(model, `${path}_reduce`, [kernel(op.reduceWeight), vector(op.reduceBias)]);
			set(model, `${path}_expand`, [kernel(op.expandWeight), vector(op.expandBias)]);
		}
	}

	function tensor(parameter: string): tf.Tensor {
		const shape = graph.parameters.find((spec) => spec.name === parameter)?.shape;
		const values = parameters.get(parameter);
		if (shape === undefined || values === undefined) throw new Error(`${parameter} is missing`);
		return tf.tensor(values, [...shape]);
	}
	function kernel(parameter: string): tf.Tensor {
		return tf.transpose(tensor(parameter), [2, 3, 1, 0]);
	}
	function depthwise(parameter: string): tf.Tensor {
		return tf.transpose(tensor(parameter), [2, 3, 0, 1]);
	}
	function dense(parameter: string): tf.Tensor {
		return tf.transpose(tensor(parameter), [1, 0]);
	}
	function vector(parameter: string): tf.Tensor {
		return tensor(parameter);
	}
}

function set(model: LayersModel, layer: string, weights: tf.Tensor[]): void {
	model.getLayer(layer).setWeights(weights);
}
