import { describe, expect, it } from 'vitest';
import { familyLines, familyNames, sizeName, styleOf } from '$lib/figures/tradeoff/families';
import { costs, tradePoints, type TradePoint } from '$lib/figures/tradeoff/points';
import { pointText, tradeRows } from '$lib/figures/tradeoff/pointWords';
import { en } from '$lib/i18n/en';
import { Language } from '$lib/i18n/language';
import reference from '../../fixtures/tables.json';

const english = new Language(() => ({ locale: 'en', messages: en }));
const named = (points: readonly TradePoint[], model: string) => points.find((point) => point.model === model);

const table7 = reference.tables.find(({ id }) => id === 'table7') as unknown as {
	rows: Record<string, string | number | null>[];
};
const names = { parametersM: 'params', flopsG: 'flops', latencyMs: 'infer_ms', trainingHours: 'train_hours' };

describe('points of the plots', () => {
	it.each(costs)('over %s are the first version’s where it is asked for', (cost) => {
		const points = tradePoints(cost, 'v1').filter(({ edition }) => edition !== null);
		const rows = table7.rows.filter((row) => typeof row[names[cost]] === 'number');
		expect(points).toHaveLength(rows.length);
		for (const row of rows) {
			expect(named(points, String(row.model))).toMatchObject({
				x: row[names[cost]],
				y: row.top1,
				edition: 'v1'
			});
		}
		expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).sort((a, b) => a - b));
	});

	it('take V2 from the last version, and from the first what that one does not say', () => {
		const parameters = tradePoints('parametersM', 'v3');
		expect(named(parameters, 'EfficientNetV2-S')).toMatchObject({ x: 22, y: 83.9, edition: 'v3' });
		expect(named(parameters, 'EfficientNetV2-XL (21k)')).toMatchObject({ x: 208, y: 87.3 });
		const times = tradePoints('trainingHours', 'v3');
		expect(named(times, 'EfficientNetV2-M (21k)')).toMatchObject({
			...{ x: 15, y: 86.2, edition: 'mixed', unverified: { top1: false, cost: true } }
		});
		expect(named(times, 'EfficientNetV2-XL (21k)')).toMatchObject({
			x: 45,
			edition: 'v3',
			unverified: { top1: false, cost: false }
		});
		expect(named(tradePoints('latencyMs', 'v3'), 'EfficientNetV2-XL (21k)')).toBeUndefined();
	});

	it('have B0 to B3 where the README has their cost', () => {
		const small = (cost: (typeof costs)[number]) =>
			tradePoints(cost, 'v3').filter(({ edition }) => edition === null);
		expect(small('flopsG').map(({ model, x, y }) => [model, x, y])).toEqual([
			['EfficientNetV2-B0', 0.72, 78.7],
			['EfficientNetV2-B1', 1.2, 79.8],
			['EfficientNetV2-B2', 1.7, 80.5],
			['EfficientNetV2-B3', 3, 82.1]
		]);
		expect(small('latencyMs')).toEqual([]);
	});

	it('fit into the plots', () => {
		for (const cost of costs) {
			for (const { x, y } of tradePoints(cost, 'v3')) {
				expect(x).toBeGreaterThan(0);
				expect(y).toBeGreaterThan(73);
				expect(y).toBeLessThan(88);
			}
		}
	});
});

describe('families', () => {
	it('have a style each, and lines only where networks are sizes of one design', () => {
		const points = tradePoints('parametersM', 'v3');
		for (const { family } of points) expect(familyNames).toContain(family);
		const looks = familyNames.map((family) => `${styleOf(family).path} ${styleOf(family).own}`);
		expect(new Set(looks).size).toBe(familyNames.length);
		const lines = familyLines(points).map(({ family }) => family);
		expect(lines).toContain('EfficientNet');
		expect(lines).not.toContain('transformers');
	});

	it('name sizes', () => {
		const models = ['EfficientNetV2-XL (21k)', 'EfficientNet-B7', 'NFNet-F0', 'BotNet-T7-hybrid'];
		expect(models.map(sizeName)).toEqual(['XL', 'B7', 'F0', '']);
	});
});

it('a point is read with its source and its doubt, and stands in the table', () => {
	const points = tradePoints('latencyMs', 'v3');
	expect(pointText(english, 'latencyMs', named(points, 'EfficientNetV2-M')!)).toBe(
		'EfficientNetV2-M: 85.1 %, 57 ms; Table 7, accuracy from arXiv v3, cost from v1.'
	);
	expect(pointText(english, 'latencyMs', named(points, 'ViT-B/32')!)).toBe(
		'ViT-B/32: 73.4 %, 13 ms; Table 7, arXiv v1. Unverified: only one source.'
	);
	const rows = tradeRows(english, points);
	expect(rows).toHaveLength(points.length);
	expect(rows[0]?.cells.map(({ value }) => value)).toEqual([
		...['ViT-B/32', 'transformers', 73.4, 13, 'Table 7, arXiv v1']
	]);
});
