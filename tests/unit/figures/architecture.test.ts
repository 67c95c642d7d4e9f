import { describe, expect, it } from 'vitest';
import { allGroups } from '$lib/figures/architecture/groups';
import {
	commonStretch,
	measures,
	networkViews,
	room,
	stageNames,
	strip,
	type StageView
} from '$lib/figures/architecture/stages';
import { stageColumns, stageParts, stageRows, stageText } from '$lib/figures/architecture/stageWords';
import { drawing } from '$lib/figures/network/drawing';
import { en } from '$lib/i18n/en';
import { Language } from '$lib/i18n/language';
import { findVariant, variantNames } from '$lib/model/variants';

const english = new Language(() => ({ locale: 'en', messages: en }));

function pair(first: string, second: string, sizes: [number?, number?] = []) {
	const sized = (name: string, size?: number) => {
		const variant = findVariant(name)!;
		return { variant, imageSize: size ?? variant.evalSize };
	};
	return networkViews([sized(first, sizes[0]), sized(second, sizes[1])]);
}

const partsOf = (stage: StageView | undefined) => stageParts(english, stage!).join(' · ');

describe('two networks side by side', () => {
	it.each(variantNames)('%s: the shares of its stages are the whole', (name) => {
		for (const { stages, counts } of pair(name, 'efficientnetv2-xl')) {
			for (const measure of measures) {
				const all = [...stages.values()];
				expect(all.reduce((sum, { shares }) => sum + shares[measure], 0)).toBeCloseTo(1, 12);
				expect(all.reduce((sum, stage) => sum + stage[measure], 0)).toBe(counts[measure]);
			}
		}
	});

	it('has a row for every stage of either, head and classifier last', () => {
		expect(stageNames(pair('efficientnetv2-s', 'efficientnet-b0'))).toEqual([
			...['stem', 'stage1', 'stage2', 'stage3', 'stage4', 'stage5', 'stage6', 'stage7'],
			...['head_conv', 'classifier']
		]);
	});

	it('draws equal maps equally high and equal channels equally wide, and the longest stage into its room', () => {
		const views = pair('efficientnetv2-xl', 'v2-nano', [64, 32]);
		const blocks = views.flatMap(({ stages }) =>
			[...stages.values()].flatMap(({ drawn }) => drawn?.blocks ?? [])
		);
		const heights = new Map<number, number>();
		const widths = new Map<number, number>();
		for (const { side, height, channels, width } of blocks) {
			expect(heights.get(side) ?? height).toBe(height);
			expect(widths.get(channels) ?? width).toBe(width);
			heights.set(side, height);
			widths.set(channels, width);
		}
		const stretch = commonStretch(views);
		const longest = Math.max(
			...views.flatMap(({ stages }) =>
				[...stages.values()].map(({ drawn }) => {
					if (drawn === null) return 0;
					const gaps = drawing.gap * (drawn.blocks.length - 1);
					return (drawn.width - gaps) * stretch + gaps;
				})
			)
		);
		expect(longest).toBeCloseTo(room.width, 6);
	});

	it('cuts a strip that holds every block and its cap', () => {
		for (const { drawn } of pair('efficientnet-b4', 'efficientnetv2-m')[1].stages.values()) {
			if (drawn === null) continue;
			const { y, height } = strip(drawn);
			for (const block of drawn.blocks) {
				expect((drawing.height - block.height) / 2 - drawing.cap).toBeGreaterThanOrEqual(y);
				expect((drawing.height + block.height) / 2).toBeLessThanOrEqual(y + height);
			}
		}
	});
});

describe('stages in words', () => {
	const [s] = pair('efficientnetv2-s', 'v2-pico');

	it('say what is drawn', () => {
		expect(partsOf(s.stages.get('stage3'))).toBe('4 × Fused-MBConv4, 3×3 · 64 channels · 48 px');
		expect(partsOf(s.stages.get('head_conv'))).toBe('1280 channels · 12 px');
		expect([...s.stages.keys()].map((name) => stageText(english, name)).slice(-2)).toEqual([
			...['head', 'pooling and classifier']
		]);
	});

	it('and stand in the table, counts as they are', () => {
		const rows = stageRows(english, pair('efficientnetv2-s', 'v2-pico'));
		expect(rows).toHaveLength(9 + 8);
		for (const { cells } of rows) expect(cells).toHaveLength(stageColumns(english).length);
		const values = rows[6]?.cells.map(({ value }) => value);
		expect(values?.slice(0, 6)).toEqual(['efficientnetv2-s', 'stage 6', 'MBConv6, 3×3', 15, 256, 12]);
		expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
	});
});

it('every variant can be chosen, once', () => {
	const offered = allGroups(english).flatMap(({ options }) => options.map(({ value }) => value));
	expect(offered.toSorted()).toEqual([...variantNames].sort());
});
