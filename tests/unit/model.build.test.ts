import { describe, expect, it } from 'vitest';
import { buildGraph } from '$lib/model/build';
import { survivalProbability } from '$lib/model/dropPath';
import type { AddOp, Graph, GraphOp } from '$lib/model/graph';
import { parameterNames } from '$lib/model/operands';
import { findVariant, variantNames } from '$lib/model/variants';
import recipe from '../fixtures/recipe.json';

function graphOf(name: string, options = {}): Graph {
	const variant = findVariant(name);
	if (variant === undefined) throw new Error(`No variant ${name}`);
	return buildGraph(variant, options);
}

/** What an op reads and how it is shaped, short enough to compare with a drawing of the block. */
function describeOp(op: GraphOp): string {
	switch (op.kind) {
		case 'conv':
			return `${op.name} conv ${op.kernel}x${op.kernel}/${op.stride} ${op.in}-${op.out}`;
		case 'depthwise':
			return `${op.name} depthwise ${op.kernel}x${op.kernel}/${op.stride} ${op.channels}`;
		case 'batchNorm':
			return `${op.name} norm ${op.activation}`;
		case 'squeezeExcite':
			return `${op.name} gate ${op.channels}-${op.reduced}`;
		default:
			return `${op.name} ${op.kind}`;
	}
}

const blockOps = (graph: Graph, block: number) =>
	graph.ops.filter((op) => op.block === block).map(describeOp);
const isAdd = (op: GraphOp): op is AddOp => op.kind === 'add';

describe('blocks', () => {
	it('Fused-MBConv without expansion is one convolution, activated before the addition', () => {
		expect(blockOps(graphOf('v2-nano'), 0)).toEqual([
			'blocks.0.0.conv conv 3x3/1 16-16',
			'blocks.0.0.bn1 norm silu',
			'blocks.0.0.add add'
		]);
	});

	it('Fused-MBConv', () => {
		expect(blockOps(graphOf('v2-nano'), 1)).toEqual([
			'blocks.1.0.conv_exp conv 3x3/2 16-64',
			'blocks.1.0.bn1 norm silu',
			'blocks.1.0.conv_pwl conv 1x1/1 64-32',
			'blocks.1.0.bn2 norm none'
		]);
	});

	it('MBConv, whose gate is as wide as a quarter of the block input', () => {
		expect(blockOps(graphOf('v2-nano'), 6)).toEqual([
			'blocks.3.1.conv_pw conv 1x1/1 64-384',
			'blocks.3.1.bn1 norm silu',
			'blocks.3.1.conv_dw depthwise 3x3/1 384',
			'blocks.3.1.bn2 norm silu',
			'blocks.3.1.se gate 384-16',
			'blocks.3.1.conv_pwl conv 1x1/1 384-64',
			'blocks.3.1.bn3 norm none',
			'blocks.3.1.add add'
		]);
	});

	it('MBConv without expansion', () => {
		const depthwiseSeparable = [
			'blocks.0.0.conv_dw depthwise 3x3/1 32',
			'blocks.0.0.bn1 norm silu',
			'blocks.0.0.se gate 32-8',
			'blocks.0.0.conv_pw conv 1x1/1 32-16',
			'blocks.0.0.bn2 norm none'
		];
		expect(blockOps(graphOf('efficientnet-b0'), 0)).toEqual(depthwiseSeparable);
	});

	it('the head ends in dropout, classifier and loss', () => {
		const head = graphOf('v2-pico').ops.filter(({ stage }) => stage === 'head');
		expect(head.map(({ kind }) => kind)).toEqual([
			'conv',
			'batchNorm',
			'globalPool',
			'dropout',
			'dense',
			'softmaxCrossEntropy'
		]);
	});
});

describe.each(variantNames)('graph of %s', (name) => {
	const graph = graphOf(name);

	it('computes every value once and before it is read', () => {
		const ready = new Set([0]);
		for (const op of graph.ops) {
			expect(ready.has(op.input)).toBe(true);
			if (isAdd(op)) expect(ready.has(op.skip)).toBe(true);
			expect(ready.has(op.output)).toBe(false);
			ready.add(op.output);
		}
		expect(ready.size).toBe(graph.values.length);
	});

	it('reads every parameter once, in the order of the list', () => {
		expect(graph.ops.flatMap(parameterNames)).toEqual(graph.parameters.map((spec) => spec.name));
		expect(new Set(graph.ops.map((op) => op.name)).size).toBe(graph.ops.length);
	});

	it('adds values of equal channels, the skip from the block input', () => {
		for (const op of graph.ops.filter(isAdd)) {
			expect(graph.values[op.input]?.channels).toBe(graph.values[op.skip]?.channels);
			const first = graph.ops.find((other) => other.block === op.block);
			expect(op.skip).toBe(first?.input);
			expect(op.depth).toBe((op.block ?? NaN) / graph.blocks);
		}
	});

	it('decays weights of two and more dimensions only', () => {
		for (const { trainable, decay, shape, name: parameter } of graph.parameters) {
			expect(decay, parameter).toBe(shape.length >= 2);
			expect(trainable, parameter).toBe(!parameter.includes('running_'));
		}
	});
});

describe('options', () => {
	it("default to the official code's", () => {
		const graph = graphOf('efficientnetv2-s');
		expect(graph.options).toEqual({ classes: 1000, padding: 'same', bnEpsilon: 1e-3, bnMomentum: 0.9 });
	});

	it('change classes and padding', () => {
		const graph = graphOf('v2-pico', { classes: 7, padding: 'symmetric' });
		expect(graph.options.padding).toBe('symmetric');
		expect(graph.parameters.at(-2)?.shape).toEqual([7, 192]);
		expect(graph.ops.at(-1)).toMatchObject({ kind: 'softmaxCrossEntropy', classes: 7 });
	});

	it.each([0, -1, 2.5, NaN])('refuse %s classes', (classes) => {
		expect(() => graphOf('v2-pico', { classes })).toThrow(RangeError);
	});

	it.each([0, -1e-3, NaN])('refuse an epsilon of %s', (bnEpsilon) => {
		expect(() => graphOf('v2-pico', { bnEpsilon })).toThrow(RangeError);
	});
});

describe('drop path', () => {
	it.each(recipe.survival)('$variant survives as listed', ({ variant, total, lastSurvival, blocks }) => {
		const graph = graphOf(variant);
		expect(graph.blocks).toBe(total);
		const adds = graph.ops.filter(isAdd);
		expect(adds.map((op) => op.block)).toEqual(blocks.filter(({ skip }) => skip).map(({ index }) => index));
		for (const op of adds) {
			const listed = blocks[op.block ?? -1];
			expect(op.name).toBe(`${listed?.block}.add`);
			expect(survivalProbability(op.depth, 1 - lastSurvival)).toBeCloseTo(listed?.survival ?? NaN, 8);
		}
	});
});
