import { CounterStream } from '$lib/random/stream';
import type { Graph, ParameterSpec } from './graph';
import type { ParameterMap } from './parameters';
import { sizeOf } from './size';

/** He's deviation for a gain of 2, by fan-out: `outputs` is the number of outputs that one weight feeds per position. */
function heDeviation(kernel: number, outputs: number): number {
	return Math.sqrt(2 / (kernel * kernel * outputs));
}

/** Where a tensor's draws come from. */
interface Draws {
	fillNormal(out: Float32Array, offset: number, deviation: number): void;
	fillUniform(out: Float32Array, offset: number, low: number, high: number): void;
}

/**
 * One parameter as the official code draws it. Convolutions, those of squeeze-and-excitation among them, are normal by
 * fan-out; a depthwise kernel has a fan-out of one channel; the classifier is uniform within 1/√classes.
 */
function initialParameter({ shape, role }: ParameterSpec, stream: Draws): Float32Array {
	const values = new Float32Array(sizeOf(shape));
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
	return new Map(
		graph.parameters.map((spec) => [spec.name, initialParameter(spec, new CounterStream(seed, spec.name))])
	);
}

/** Draws of a table that goes round; a prime, so that no row of a weight matrix is like another. */
const TABLE_SIZE = 8191;

/**
 * Parameters as large as `initialParameters` makes them, but from a table of a few thousand draws that goes round: for
 * whoever times a network of many millions and does not train it. A hundredth of the time.
 */
export function timingParameters(graph: Graph): ParameterMap {
	const normal = new Float32Array(TABLE_SIZE);
	new CounterStream(0, 'timing').fillNormal(normal, 0, 1);
	const fill = (values: Float32Array, scale: number) => {
		const table = normal.map((value) => value * scale);
		for (let at = 0; at < values.length; at += TABLE_SIZE) {
			values.set(table.subarray(0, Math.min(TABLE_SIZE, values.length - at)), at);
		}
	};
	const draws: Draws = {
		fillNormal: (values, _from, deviation) => {
			fill(values, deviation);
		},
		// A uniform draw within ±limit has a deviation of limit/√3.
		fillUniform: (values, _from, _low, limit) => {
			fill(values, limit / Math.sqrt(3));
		}
	};
	return new Map(graph.parameters.map((spec) => [spec.name, initialParameter(spec, draws)]));
}
