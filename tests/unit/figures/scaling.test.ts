import { describe, expect, it } from 'vitest';
import { compareVariants } from '$lib/figures/scaling/compare';
import { bytesText, differenceColumns, differenceRows, errorText } from '$lib/figures/scaling/designWords';
import { presets } from '$lib/figures/scaling/presets';
import { en } from '$lib/i18n/en';
import { Language } from '$lib/i18n/language';
import { zh } from '$lib/i18n/zh';
import { findVariant } from '$lib/model/variants';
import { designVariant } from '$lib/state/scaling/design';

const english = new Language(() => ({ locale: 'en', messages: en }));
const chinese = new Language(() => ({ locale: 'zh', messages: zh }));

describe('the difference from a released network', () => {
	const own = designVariant({ ...presets.m, lastLayers: 0 }, 'own');
	const rows = differenceRows(english, compareVariants(own, findVariant('efficientnetv2-m')!));
	const texts = (part: string) =>
		rows.find(({ key }) => key === part)?.cells.map(({ text }) => text.replace('\u202f', ' '));

	it('says of each part what is equal, and by how much the rest differs', () => {
		expect(texts('stage1')).toEqual(['stage 1', 'as released', '3', '3', '0', '24', '24', '0', 'same']);
		expect(texts('stage4')).toEqual(['stage 4', 'differs', '7', '7', '0', '152', '160', '−8', 'same']);
		expect(texts('size')?.slice(0, 5)).toEqual(['image size, px', 'differs', '–', '–', '–']);
		expect(texts('stage7')).toEqual(['stage 7', 'differs', '–', '5', '−5', '–', '512', '−512', 'different']);
	});

	it('has a cell for each column, and more is signed', () => {
		for (const { cells } of rows) expect(cells).toHaveLength(differenceColumns(english).length);
		const more = compareVariants(findVariant('efficientnetv2-m')!, own);
		const seventh = differenceRows(chinese, more).find(({ key }) => key === 'stage7');
		expect(seventh?.cells.map(({ text }) => text)).toEqual([
			...['第 7 阶段', '有差异', '5', '–', '+5', '512', '–', '+512', '不同']
		]);
	});

	it('sees another kind of block in the same place', () => {
		const parts = compareVariants(findVariant('v2-nano-mbconv')!, findVariant('v2-nano')!);
		expect(parts.filter(({ sameBlock }) => !sameBlock).map(({ part }) => part)).toEqual([
			...['stage1', 'stage2']
		]);
	});
});

it('errors and memory in words', () => {
	expect(errorText(english, undefined)).toBeNull();
	expect(errorText(english, { field: { kind: 'at-most', limit: 10 } })).toBe(
		'At most 10; the old value stays.'
	);
	expect(errorText(chinese, { whole: { kind: 'channels', value: 12_800 } })).toBe(
		'这样会有 12,800 个通道，这里最多 8,192 个；原值保留。'
	);
	expect(bytesText(english, 5_230_000)).toBe('5.2 MB');
	expect(bytesText(english, 523_400_000)).toBe('523 MB');
	expect(bytesText(english, 24_890_000_000)).toBe('24.89 GB');
});
