import { describe, expect, test } from 'vitest';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { readNetwork, writeNetwork } from '$lib/model/notation';
import { scaleChannels } from '$lib/model/scaling';
import { fitSmallImages } from '$lib/model/smallImages';
import { findVariant, variantNames } from '$lib/model/variants';
import { presetNames, presets } from '$lib/figures/scaling/presets';
import { designVariant } from '$lib/state/scaling/design';

const target = { parameters: 1_000_000, blocks: 16 };
const all = [
	...variantNames.map((name) => findVariant(name)!),
	...presetNames.map((name) => designVariant(presets[name], name))
];

describe.each(all.map((variant) => [variant.name, variant] as const))('%s', (_, base) => {
	const { variant, width, depth } = fitSmallImages(base, target);
	const counts = countGraph(buildGraph(variant), 32);

	test('keeps to the budget, and uses most of it', () => {
		expect(counts.parameters).toBeLessThanOrEqual(target.parameters);
		if (width === 1) return;
		const less = { ...target, parameters: counts.parameters - 1 };
		expect(fitSmallImages(base, less).width).toBeLessThan(width);
		const more = { ...target, parameters: 1.5 * target.parameters };
		expect(fitSmallImages(base, more).width).toBeGreaterThan(width);
		expect(counts.parameters).toBeGreaterThan(0.6 * target.parameters);
	});

	test('ends at 4 px, with the base’s blocks in its order', () => {
		expect(counts.stages.at(-2)?.outSize).toBe(4);
		expect(
			variant.stages.map(({ op, kernel, expandRatio, seRatio }) => [op, kernel, expandRatio, seRatio])
		).toEqual(base.stages.map(({ op, kernel, expandRatio, seRatio }) => [op, kernel, expandRatio, seRatio]));
		expect(variant.stages.map(({ layers }) => layers)).toEqual(
			base.stages.map(({ layers }) => Math.max(1, Math.round(layers * depth)))
		);
		for (const [index, { out }] of variant.stages.entries()) {
			const exact = base.stages[index]!.out;
			expect(out).toBe(width === 1 ? exact : scaleChannels(exact, width, false));
			expect(variant.stages[index + 1]?.in ?? out).toBe(out);
		}
	});

	test('has a name that the playground reads as the same network', () => {
		const read = readNetwork(writeNetwork(variant));
		expect(read).toMatchObject({ stem: variant.stem, headChannels: variant.headChannels, classes: 10 });
		expect(typeof read === 'string' ? read : read.stages).toEqual(variant.stages);
	});
});

test('V2-S gets the strides of v2-micro, and a small network stays as it is', () => {
	const small = fitSmallImages(findVariant('efficientnetv2-s')!, target);
	expect(small.variant.stages.map(({ stride }) => stride)).toEqual(
		findVariant('v2-micro')!.stages.map(({ stride }) => stride)
	);
	expect(small.unhalved).toEqual([3]);
	const nano = findVariant('v2-nano')!;
	expect(fitSmallImages(nano, target).variant.stages).toEqual(nano.stages);
});

test('a budget that nothing fits gets the least width', () => {
	const { variant } = fitSmallImages(findVariant('efficientnet-b0')!, { parameters: 1, blocks: 1 });
	expect(new Set([variant.stem.out, ...variant.stages.map(({ out }) => out)])).toEqual(new Set([8]));
	expect(variant.stages.every(({ layers }) => layers === 1)).toBe(true);
});
