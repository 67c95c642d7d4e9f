import { describe, expect, it } from 'vitest';
import { activationBytes } from '$lib/model/activations';
import { buildGraph } from '$lib/model/build';
import type { Graph } from '$lib/model/graph';
import { valueShapes, valueSides } from '$lib/model/shapes';
import type { Variant } from '$lib/model/variant';
import { findVariant } from '$lib/model/variants';

function graphOf(name: string): Graph {
	const variant = findVariant(name);
	if (variant === undefined) throw new Error(`No variant ${name}`);
	return buildGraph(variant);
}

/** Sides after the stem and after each stage. */
function stageSides(graph: Graph, imageSize: number): (number | undefined)[] {
	const sides = valueSides(graph, imageSize);
	const stages = [...new Set(graph.ops.map(({ stage }) => stage))].filter((stage) => stage !== 'head');
	return stages.map((stage) => sides[graph.ops.findLast((op) => op.stage === stage)?.output ?? -1]);
}

describe('shapes', () => {
	it('halve upwards at every stride', () => {
		expect(stageSides(graphOf('efficientnetv2-s'), 300)).toEqual([150, 150, 75, 38, 19, 19, 10]);
		expect(stageSides(graphOf('efficientnetv2-s'), 32)).toEqual([16, 16, 8, 4, 2, 2, 1]);
		expect(stageSides(graphOf('v2-pico'), 17)).toEqual([17, 17, 9, 5, 5, 3]);
		expect(stageSides(graphOf('v2-pico'), 1)).toEqual([1, 1, 1, 1, 1, 1]);
	});

	it('are NHWC, and rows after the pool', () => {
		const graph = graphOf('v2-pico');
		const shapes = valueShapes(graph, 24, 3);
		expect(shapes[0]).toEqual([3, 24, 24, 3]);
		expect(shapes[1]).toEqual([3, 24, 24, 8]);
		expect(shapes.slice(-5)).toEqual([
			[3, 3, 3, 192],
			[3, 192],
			[3, 192],
			[3, 10],
			[3, 1]
		]);
	});

	it.each([0, -4, 3.5, NaN, Infinity])('refuse a side of %s', (size) => {
		expect(() => valueSides(graphOf('v2-pico'), size)).toThrow(RangeError);
	});
});

describe('activation bytes', () => {
	/** One MBConv block without expansion on 4×4 images: small enough to count by hand. */
	const tiny: Variant = {
		name: 'tiny',
		family: 'small',
		stem: { kernel: 3, stride: 1, out: 8 },
		stages: [{ op: 'mbconv', kernel: 3, stride: 1, expandRatio: 1, in: 8, out: 8, layers: 1, seRatio: 0.25 }],
		headChannels: 16,
		classes: 4,
		evalSize: 4,
		dropout: 0.2,
		survivalProbability: 0.8
	};

	it('are what the backward pass reads again', () => {
		// Inputs of: the stem's convolution and norm; the depthwise convolution and its norm; the gate; the
		// projection and its norm; the head's convolution and norm; the classifier.
		const inputs = 16 * (3 + 8 + 8 + 8 + 8 + 8 + 8 + 8 + 16) + 16;
		// The gate's mean, hidden layer and result; drop path's choice; dropout's mask; probabilities.
		const own = 8 + 2 + 8 + 1 + 16 + 4;
		const normStatistics = 2 * (8 + 8 + 8 + 16);
		const graph = buildGraph(tiny);
		expect(activationBytes(graph, 4, 1)).toBe(4 * (inputs + own + normStatistics));
		expect(activationBytes(graph, 4, 5)).toBe(4 * (5 * (inputs + own) + normStatistics));
	});

	it('grow with the area of the image: the saving of small early stages', () => {
		const graph = graphOf('efficientnetv2-s');
		const ratio = activationBytes(graph, 256, 8) / activationBytes(graph, 128, 8);
		expect(ratio).toBeGreaterThan(3.9);
		expect(ratio).toBeLessThan(4);
	});
});
