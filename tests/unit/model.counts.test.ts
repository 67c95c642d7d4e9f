import { describe, expect, it } from 'vitest';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import type { Graph } from '$lib/model/graph';
import { findVariant } from '$lib/model/variants';
import architectures from '../fixtures/architectures.json';
import smallVariants from '../fixtures/small-variants.json';

function graphOf(name: string, classes?: number): Graph {
	const variant = findVariant(name);
	if (variant === undefined) throw new Error(`No variant ${name}`);
	return buildGraph(variant, classes === undefined ? {} : { classes });
}

describe.each(architectures.variants)('counts of $name', ({ name, computed, total_blocks: blocks }) => {
	const graph = graphOf(name);
	const counts = countGraph(graph, computed.eval_size);

	it('parameters and statistics', () => {
		expect(counts.parameters).toBe(computed.params);
		expect(counts.statistics).toBe(computed.bn_moving_stats);
		expect(counts.parameters + counts.statistics).toBe(computed.params_incl_bn_stats);
		expect(graph.blocks).toBe(blocks);
	});

	it('multiply-adds and convolution outputs at the evaluation size', () => {
		expect(counts.macs).toBe(computed.macs);
		expect(counts.convOutputElements).toBe(computed.conv_output_elements);
	});

	it('each stage', () => {
		const rows = computed.per_stage.map((row) => ({
			name: row.name,
			blocks: row.blocks,
			outChannels: row.out_channels,
			outSize: row.out_size,
			parameters: row.params,
			macs: row.macs
		}));
		expect(counts.stages.map(({ convOutputElements: _, ...row }) => row)).toEqual(rows);
		const elements = counts.stages.map(({ convOutputElements }) => convOutputElements);
		expect(elements.reduce((sum, each) => sum + each)).toBe(computed.conv_output_elements);
		const [stem] = counts.stages;
		expect(elements[0]).toBe((stem?.outChannels ?? 0) * (stem?.outSize ?? 0) ** 2);
		const classifier = counts.stages.at(-1)?.parameters ?? 0;
		expect(counts.parameters - classifier).toBe(computed.without_classifier_params);
	});

	it('ten classes at 32 px', () => {
		const small = countGraph(graphOf(name, 10), 32);
		expect(small.parameters).toBe(computed.cifar10_head_params);
		expect(small.macs).toBe(computed.macs_at_32px_cifar10_head);
	});
});

const small = smallVariants.variants.flatMap(({ name, params, macs, total_blocks: blocks, twins }) => [
	{ name, params, macs, blocks },
	{ name: `${name}-mbconv`, ...twins.mbconv, blocks },
	{ name: `${name}-fused`, ...twins.fused, blocks }
]);

describe('counts of the small variants', () => {
	it.each(small)('$name', ({ name, params, macs, blocks }) => {
		const graph = graphOf(name);
		const counts = countGraph(graph, 32);
		expect(counts.parameters).toBe(params);
		expect(counts.macs).toBe(macs);
		expect(graph.blocks).toBe(blocks);
	});
});

const trained = architectures.variants.flatMap(({ name, computed }) =>
	'macs_at_train_size' in computed && computed.train_size !== null ? [{ name, computed }] : []
);

describe('multiply-adds at the training size', () => {
	it.each(trained)('$name', ({ name, computed }) => {
		expect(countGraph(graphOf(name), computed.train_size).macs).toBe(computed.macs_at_train_size);
	});

	it('are known for all V2 networks', () => {
		expect(trained.length).toBe(9);
	});
});
