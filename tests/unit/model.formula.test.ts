import { describe, expect, it } from 'vitest';
import type { ParameterRole, ParameterSpec } from '$lib/model/graph';
import {
	formulaImages,
	formulaLabels,
	formulaParameter,
	formulaParameters,
	formulaSoftLabels
} from '$lib/model/formula';
import { buildGraph } from '$lib/model/build';
import { findVariant } from '$lib/model/variants';
import { mix32 } from '$lib/random/hash';
import fixture from '../fixtures/formula.json';

/** xor over i of mix32(bits + i·golden), as the fixture says. */
function hashOf(values: Float32Array): number {
	const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
	return bits.reduce((hash, word, i) => hash ^ mix32((word + Math.imul(i, 0x9e3779b9)) | 0), 0) >>> 0;
}

function bitsOf(values: Float32Array): Uint32Array {
	return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

function roleOf(name: string): ParameterRole {
	if (name.endsWith('running_mean')) return 'runningMean';
	if (name.endsWith('running_var')) return 'runningVar';
	if (/bn\d\.weight$/.test(name)) return 'bnWeight';
	if (/bn\d\.bias$/.test(name)) return 'bnBias';
	if (name.endsWith('bias')) return 'bias';
	if (name.includes('.se.')) return 'seWeight';
	if (name.includes('conv_dw')) return 'depthwise';
	return name.startsWith('classifier') ? 'dense' : 'conv';
}

/** NHWC back to the order in which the fixture lists images. */
function toChannelsFirst(images: Float32Array, [n, c, h, w]: readonly [number, number, number, number]) {
	return Float32Array.from({ length: images.length }, (_, i) => {
		const x = i % w;
		const y = Math.floor(i / w) % h;
		const channel = Math.floor(i / (w * h)) % c;
		const image = Math.floor(i / (w * h * c));
		expect(image).toBeLessThan(n);
		return images[((image * h + y) * w + x) * c + channel] ?? NaN;
	});
}

function valuesOf(tensor: { name: string; seed: number; shape: number[] }): Float32Array {
	const { name, seed, shape } = tensor;
	if (!name.startsWith('input')) {
		const spec: ParameterSpec = { name, shape, role: roleOf(name), trainable: true, decay: false };
		return formulaParameter(spec, seed);
	}
	const [n = 0, c = 0, h = 0, w = 0] = shape;
	return toChannelsFirst(formulaImages(name, seed, n, h), [n, c, h, w]);
}

describe('formula', () => {
	it.each(fixture.tensors)('$name of seed $seed, bit for bit', (tensor) => {
		const bits = bitsOf(valuesOf(tensor));
		expect([...bits.subarray(0, tensor.firstBits.length)]).toEqual(tensor.firstBits);
		expect(bits.at(-1)).toBe(tensor.lastBits);
		expect(hashOf(valuesOf(tensor))).toBe(tensor.hash);
	});

	it.each(fixture.labels)('$values.length labels of $classes classes', ({ name, seed, classes, values }) => {
		expect([...formulaLabels(name, seed, values.length, classes)]).toEqual(values);
	});

	it.each(fixture.softLabels)('soft labels of $classes classes', ({ name, seed, classes, rows }) => {
		const labels = formulaSoftLabels(name, seed, rows.length, classes);
		rows.flat().forEach((value, i) => expect(labels[i]).toBeCloseTo(value, 8));
	});

	it('fills the graph as it fills each tensor of the fixture', () => {
		const pico = findVariant('v2-pico');
		if (pico === undefined) throw new Error('v2-pico is gone');
		const graph = buildGraph(pico);
		const parameters = formulaParameters(graph, 1);
		expect([...parameters.keys()]).toEqual(graph.parameters.map(({ name }) => name));
		const same = fixture.tensors.filter(({ name, shape, seed }) => {
			const spec = graph.parameters.find((candidate) => candidate.name === name);
			return seed === 1 && spec?.shape.join() === shape.join();
		});
		expect(same.length).toBeGreaterThan(10);
		for (const { name, hash } of same) expect(hashOf(parameters.get(name) ?? new Float32Array())).toBe(hash);
	});
});
