/**
 * Weights, images and labels that are a formula of name, seed and index, so that this project and a PyTorch or Keras
 * program compute the same network without exchanging a file. Draws are 32-bit hashes; values are computed in
 * doubles and rounded to float32. Meant for comparison: a network so filled has learned nothing.
 */
import { fnv1a32, mix32 } from '$lib/random/hash';
import type { Graph, ParameterSpec } from './graph';
import type { ParameterMap } from './parameters';
import { sizeOf } from './size';

const STEP = 0x9e3779b9;
const TWO_TO_24 = 2 ** 24;
/** Makes the standard deviation of uniform images 0.98. */
const IMAGE_SCALE = 1.7;

/** u(i) in [0, 1), a multiple of 2^-24, for one name and seed. */
function draws(name: string, seed: number): (index: number) => number {
	const key = mix32(fnv1a32(name) ^ mix32(seed));
	return (index) => (mix32((key + Math.imul(index, STEP)) | 0) >>> 8) / TWO_TO_24;
}

/** Gains that keep activations of untrained networks of any depth within float32's comfortable range. */
function gain(name: string): number {
	const firstOfStage = /^blocks\.\d+\.0\./.test(name);
	if (name.endsWith('conv_pwl.weight')) return firstOfStage ? 1.5 : 0.2;
	if (name.endsWith('.conv.weight')) return firstOfStage ? 1.4 : 0.2;
	if (name.endsWith('conv_dw.weight')) return 2.2;
	if (name.includes('.se.')) return 3;
	return name === 'classifier.weight' ? 0.3 : 1.4;
}

/** A parameter is centre + spread·s with s uniform in [-1, 1). */
function distribution({ name, shape, role }: ParameterSpec): { centre: number; spread: number } {
	switch (role) {
		case 'bias':
		case 'bnBias':
		case 'runningMean':
			return { centre: 0, spread: 0.1 };
		case 'bnWeight':
			return { centre: 1, spread: 0.2 };
		case 'runningVar':
			return { centre: 1, spread: 0.3 };
		default: {
			const fanIn = sizeOf(shape.slice(1));
			return { centre: 0, spread: Math.sqrt(3 / fanIn) * gain(name) };
		}
	}
}

/** The formula's value of one parameter, in PyTorch's layout. */
export function formulaParameter(spec: ParameterSpec, seed: number): Float32Array {
	const u = draws(spec.name, seed);
	const { centre, spread } = distribution(spec);
	return Float32Array.from({ length: sizeOf(spec.shape) }, (_, i) => centre + spread * (2 * u(i) - 1));
}

/** Every parameter and running statistic of the graph by the formula. */
export function formulaParameters(graph: Graph, seed: number): ParameterMap {
	return new Map(graph.parameters.map((spec) => [spec.name, formulaParameter(spec, seed)]));
}

/** Images [batch, size, size, 3]; the formula counts them in PyTorch's order [batch, 3, size, size]. */
export function formulaImages(name: string, seed: number, batch: number, size: number): Float32Array {
	const u = draws(name, seed);
	const images = new Float32Array(batch * size * size * 3);
	const plane = size * size;
	for (let image = 0; image < batch; image++) {
		for (let channel = 0; channel < 3; channel++) {
			const from = (image * 3 + channel) * plane;
			for (let pixel = 0; pixel < plane; pixel++) {
				images[(image * plane + pixel) * 3 + channel] = (2 * u(from + pixel) - 1) * IMAGE_SCALE;
			}
		}
	}
	return images;
}

/** `batch` labels from 0 to classes - 1. */
export function formulaLabels(name: string, seed: number, batch: number, classes: number): Int32Array {
	const u = draws(name, seed);
	return Int32Array.from({ length: batch }, (_, n) => Math.floor(u(n) * classes));
}

/** Soft labels [batch, classes] in doubles; each row sums to one. */
export function formulaSoftLabels(name: string, seed: number, batch: number, classes: number): Float64Array {
	const u = draws(name, seed);
	const labels = Float64Array.from({ length: batch * classes }, (_, i) => u(i));
	for (let n = 0; n < batch; n++) {
		const row = labels.subarray(n * classes, (n + 1) * classes);
		const sum = row.reduce((total, value) => total + value, 0);
		row.forEach((value, c) => (row[c] = value / sum));
	}
	return labels;
}

/** Targets [batch, classes] by the formula: soft ones for the name `soft-labels`, else one class per image. */
export function formulaTargets(name: string, seed: number, batch: number, classes: number): Float32Array {
	if (name === 'soft-labels') return Float32Array.from(formulaSoftLabels(name, seed, batch, classes));
	const targets = new Float32Array(batch * classes);
	formulaLabels(name, seed, batch, classes).forEach((label, n) => (targets[n * classes + label] = 1));
	return targets;
}
