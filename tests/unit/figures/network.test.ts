import { describe, expect, it } from 'vitest';
import { drawing, drawStages, roomFor, stretchedWidth, stretchTo } from '$lib/figures/network/drawing';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant, variantNames } from '$lib/model/variants';

describe('the network drawing', () => {
	it.each(variantNames)('%s: every block of the table, sides and channels as counted', (name) => {
		const variant = findVariant(name)!;
		const drawn = drawStages(variant, variant.evalSize);
		const counted = countGraph(buildGraph(variant), variant.evalSize).stages;
		expect(drawn.map(({ blocks }) => blocks.length)).toEqual(variant.stages.map(({ layers }) => layers));
		for (const { stage, side, channels, blocks } of drawn) {
			const row = counted.find((candidate) => candidate.name === `stage${stage}`)!;
			expect([side, channels]).toEqual([row.outSize, row.outChannels]);
			expect(blocks.every(({ width, height }) => width > 0 && height >= 6 && height <= 96)).toBe(true);
		}
	});

	it.each(['v2-nano', 'efficientnetv2-s'])('%s: widened, it is as wide as was asked for', (name) => {
		const stages = drawStages(findVariant(name)!, 64);
		const stretch = stretchTo(stages, 300);
		const widths = stages.map((stage) => stretchedWidth(stage, stretch));
		const whole = widths.reduce((sum, width) => sum + width, drawing.stageGap * (stages.length - 1));
		expect(whole).toBeCloseTo(300);
	});

	it.each(variantNames)('%s: its blocks are seen between their gaps, however many they are', (name) => {
		const stages = drawStages(findVariant(name)!, 64);
		expect(stretchTo(stages, roomFor(stages, 232))).toBeGreaterThan(0.05);
	});
});
