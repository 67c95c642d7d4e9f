import { expect, test } from 'vitest';
import { layoutsOf } from '$lib/engine/plan/flatLayout';
import { trainingPlan } from '$lib/engine/plan/training';
import { blockCosts } from '$lib/model/blockCost';
import { blockOps, blockPair, oneBlock } from '$lib/model/blockPair';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant } from '$lib/model/variants';

const nano = findVariant('v2-nano')!;
const sizes = { in: 16, out: 32, expandRatio: 4, stride: 2, kernel: 3, seRatio: 0.25 } as const;

test('one block costs what its formula says', () => {
	const pair = blockPair(oneBlock(sizes));
	const [mbconv] = blockCosts(buildGraph(pair.mbconv), 10, 3);
	const [fused] = blockCosts(buildGraph(pair.fused_mbconv), 10, 3);
	const [wide, reduced, large, small] = [64, 4, 100, 25];
	expect(mbconv).toMatchObject({ stage: 'stage1', block: 0, side: 10, in: 16 });
	const gates = 2 * wide * reduced;
	expect(mbconv?.macs).toBe(3 * (large * 16 * wide + small * 9 * wide + gates + small * wide * 32));
	const norms = 2 * (wide + wide + 32);
	const parameters = 16 * wide + 9 * wide + gates + reduced + wide + wide * 32 + norms;
	expect(mbconv?.parameters).toBe(parameters);
	expect(fused?.macs).toBe(3 * (small * 9 * 16 * wide + small * wide * 32));
	expect(fused?.parameters).toBe(9 * 16 * wide + wide * 32 + 2 * (wide + 32));
	// Convolutions read and write; the two batch norms read twice and write.
	const fusedMoved = large * 16 + small * (wide + 3 * wide + wide + 32 + 3 * 32);
	expect(fused?.bytes).toBe(4 * (3 * fusedMoved + fused!.parameters));
	const expanded = large * (16 + wide + 3 * wide) + large * wide;
	const mbconvMoved = expanded + small * (wide + 3 * wide + 3 * wide + wide + 32 + 3 * 32);
	expect(mbconv?.bytes).toBe(4 * (3 * mbconvMoved + parameters));
});

test.each(['v2-nano', 'efficientnetv2-s', 'efficientnet-b0'])(
	'the blocks of %s add up to its stages',
	(name) => {
		const variant = findVariant(name)!;
		const graph = buildGraph(variant);
		const costs = blockCosts(graph, 64, 1);
		expect(costs).toHaveLength(graph.blocks);
		for (const stage of countGraph(graph, 64).stages.filter((each) => each.name.startsWith('stage'))) {
			const own = costs.filter((cost) => cost.stage === stage.name);
			expect(own).toHaveLength(stage.blocks);
			expect(own.reduce((sum, { macs }) => sum + macs, 0)).toBe(stage.macs);
			expect(own.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(stage.parameters);
		}
	}
);

test('a pair differs in the kind of block alone', () => {
	const pair = blockPair(nano);
	for (const [index, stage] of nano.stages.entries()) {
		expect(pair.mbconv.stages[index]).toEqual({ ...stage, op: 'mbconv', seRatio: 0.25 });
		expect(pair.fused_mbconv.stages[index]).toEqual({ ...stage, op: 'fused_mbconv', seRatio: 0 });
	}
	expect(blockPair(oneBlock({ ...sizes, seRatio: 0 })).mbconv.stages[0]?.seRatio).toBe(0);
});

test.each(blockOps)('the rule for bytes is what the calls of a plan read and write: %s', (op) => {
	const graph = buildGraph(blockPair(nano)[op]);
	const layouts = layoutsOf(graph);
	const optimizer = { kind: 'sgd', momentum: 0.9 } as const;
	const update = { optimizer, ema: false, mostElements: 2 ** 29 };
	const shape = { imageSize: 32, batch: 4 };
	const { calls } = trainingPlan(graph, layouts, shape, { parallelism: 64, update });
	for (const { block, bytes, macs } of blockCosts(graph, 32, 4)) {
		const names = new Set(graph.ops.filter((each) => each.block === block).map(({ name }) => name));
		const own = calls.filter(({ layer, pass }) => names.has(layer) && pass === 'forward');
		expect(own.reduce((sum, call) => sum + call.macs, 0)).toBe(macs);
		const moved = own.reduce((sum, call) => sum + call.bytes, 0);
		// The plan has small tensors on top: slices of sums, moments, gates.
		expect(moved / bytes).toBeGreaterThan(0.99);
		expect(moved / bytes).toBeLessThan(1.1);
	}
});
