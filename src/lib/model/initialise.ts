import { CounterStream } from '$lib/random/stream';
import type { Graph, ParameterSpec } from './graph';
import type { ParameterMap } from './parameters';
import { sizeOf } from './size';

/** He's deviation for a gain of 2, by fan-out: `outputs` is the number of outputs that one weight feeds per position. */
function heDeviation(kernel: number, outputs: number): number {
	return Math.sqrt(2 / (kernel * kernel * outputs));
}

/**
 * One parameter as the official code draws it. Convolutions, those of squeeze-and-excitation among them, are normal by
 * fan-out; a depthwise kernel has a fan-out of one channel; the classifier is uniform within 1/√classes.
 */
function initialParameter({ name, shape, role }: ParameterSpec, seed: number): Float32Array {
	const values = new Float32Array(sizeOf(shape));
	const stream = new CounterStream(seed, name);
	const [outputs = 1, , kernel = 1] = shape;
	switch (role) {
		case 'conv':
		case 'seWeight':
			stream.fillNormal(values, 0, heDeviation(kernel, outputs));
			break;
		case 'depthwise':
			stream.fillNormal(values, 0, heDeviation(kernel, 1));
			break;
		case 'dense': {
			const limit = 1 / Math.sqrt(outputs);
			stream.fillUniform(values, 0, -limit, limit);
			break;
		}
		case 'bnWeight':
		case 'runningVar':
			values.fill(1);
			break;
		case 'bias':
		case 'bnBias':
		case 'runningMean':
	}
	return values;
}

/**
 * Parameters and running statistics at the start of training. Each tensor draws from a stream of its own, keyed by
 * seed (uint32) and name: the same seed gives the same weights on every engine, and a tensor keeps its values when
 * another part of the network changes.
 */
export function initialParameters(graph: Graph, seed: number): ParameterMap {
	return new Map(graph.parameters.map((spec) => [spec.name, initialParameter(spec, seed)]));
}
