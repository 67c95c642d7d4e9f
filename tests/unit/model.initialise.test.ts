import { describe, expect, it } from 'vitest';
import { buildGraph } from '$lib/model/build';
import { initialParameters, timingParameters } from '$lib/model/initialise';
import type { ParameterMap } from '$lib/model/parameters';
import { findVariant } from '$lib/model/variants';
import { mix32 } from '$lib/random/hash';
import { CounterStream } from '$lib/random/stream';

function graphOf(name: string, options = {}) {
	const variant = findVariant(name);
	if (variant === undefined) throw new Error(`No variant ${name}`);
	return buildGraph(variant, options);
}

/** Hash of all values of all tensors in order, as in the reference formula's fixture. */
function hashOf(parameters: ParameterMap): number {
	let hash = 0;
	let i = 0;
	for (const values of parameters.values()) {
		const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
		for (const word of bits) hash ^= mix32((word + Math.imul(i++, 0x9e3779b9)) | 0);
	}
	return hash >>> 0;
}

describe('initial parameters', () => {
	const graph = graphOf('v2-tiny');
	const parameters = initialParameters(graph, 3);
	const valuesOf = (name: string) => parameters.get(name) ?? new Float32Array();

	it.each(graph.parameters.filter(({ role }) => ['conv', 'depthwise', 'seWeight'].includes(role)))(
		'$name is normal by fan-out',
		({ name, shape }) => {
			const [out = 0, , kernel = 0] = shape;
			const outputs = name.includes('conv_dw') ? 1 : out;
			const deviation = Math.sqrt(2 / (kernel * kernel * outputs));
			const values = valuesOf(name);
			const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
			const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
			// Five standard errors of the mean and of the variance.
			expect(Math.abs(mean)).toBeLessThan((5 * deviation) / Math.sqrt(values.length));
			expect(Math.abs(square / deviation ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
		}
	);

	it('the classifier is uniform within one over the root of the classes', () => {
		const values = valuesOf('classifier.weight');
		const limit = 1 / Math.sqrt(10);
		expect(Math.max(...values)).toBeLessThanOrEqual(limit);
		expect(Math.max(...values)).toBeGreaterThan(0.99 * limit);
		expect(Math.min(...values)).toBeLessThan(-0.99 * limit);
		const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
		expect(square / (limit ** 2 / 3)).toBeCloseTo(1, 1);
	});

	it.each(graph.parameters.filter(({ shape }) => shape.length === 1))(
		'$name is constant',
		({ name, role }) => {
			const value = role === 'bnWeight' || role === 'runningVar' ? 1 : 0;
			expect(new Set(valuesOf(name))).toEqual(new Set([value]));
		}
	);

	it('draws each tensor from a stream of its own name', () => {
		const [first = NaN] = valuesOf('conv_head.weight');
		expect(first).toBe(Math.fround(Math.sqrt(2 / 768) * new CounterStream(3, 'conv_head.weight').normal(0)));
		const other = initialParameters(graphOf('v2-tiny', { classes: 100 }), 3);
		expect(other.get('conv_head.weight')).toEqual(valuesOf('conv_head.weight'));
		expect(other.get('classifier.weight')?.length).toBe(100 * 768);
	});

	it('depends on the seed and on nothing else', () => {
		const nano = graphOf('v2-nano');
		expect(hashOf(initialParameters(nano, 0))).toBe(hashOf(initialParameters(nano, 0)));
		expect(hashOf(initialParameters(nano, 1))).not.toBe(hashOf(initialParameters(nano, 0)));
	});

	it('is the published initialisation of v2-nano, seed 0', () => {
		// Equal on every Node version, browser and processor; a change here changes every seeded run.
		expect(hashOf(initialParameters(graphOf('v2-nano'), 0))).toBe(182994801);
	});
});

it('parameters for timing are as large as those for training', () => {
	const graph = graphOf('v2-nano');
	const deviation = (values: Float32Array) =>
		Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
	const [real, quick] = [initialParameters(graph, 0), timingParameters(graph)];
	expect([...quick.keys()]).toEqual([...real.keys()]);
	for (const [name, values] of real) {
		if (values.length < 2000) continue;
		expect(deviation(quick.get(name)!) / deviation(values), name).toBeCloseTo(1, 0.7);
	}
	expect(quick.get('blocks.0.0.bn1.weight')).toEqual(real.get('blocks.0.0.bn1.weight'));
});
