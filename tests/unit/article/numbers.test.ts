import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant } from '$lib/model/variants';
import {
	adaptiveGains,
	progressiveGains,
	progressiveSettings,
	progressiveStages
} from '$lib/paper/progressive';
import { releasedSettings } from '$lib/paper/released';
import { batchNormMomentum, imagenetRecipe } from '$lib/paper/imagenet';
import { compoundScaling, releasedFactors, sizeCap } from '$lib/paper/scaling';
import { searchEffort, searchExponents } from '$lib/paper/search';
import { citedTables } from '$lib/paper/tables/all';
import { cellOf, type Cell, type ColumnName, type TableId } from '$lib/paper/tables/table';
import { algorithm1 } from '$lib/recipe/schedule';

/** A section's words without thousands separators, so that both languages write a number alike. */
function words(locale: string, section: string): string {
	const folder = join('src/content', locale);
	const file = readdirSync(folder).find((name) => name.endsWith(`-${section}.md`)) ?? '';
	return readFileSync(join(folder, file), 'utf8').replace(/(\d),(?=\d{3})/g, '$1');
}

/** A cell of a table as it would be written, its row chosen by what the row holds. */
function cell(id: TableId, row: Readonly<Partial<Record<ColumnName, Cell>>>, column: ColumnName): string {
	const table = citedTables.find((one) => one.id === id)!;
	const found = table.rows.find((one) =>
		Object.entries(row).every(([name, value]) => cellOf(table, one, name as ColumnName) === value)
	);
	const value = found === undefined ? null : cellOf(table, found, column);
	if (value === null) throw new Error(`${id} has no ${column} of ${JSON.stringify(row)}`);
	return typeof value === 'object' ? value.mean.toFixed(1) : String(value);
}

const v1 = (model: string) => ({ model, edition: 'v1' });
const v3 = (model: string) => ({ model, edition: 'v3' });
/** V1-B7 against V2-M. */
const a100 = { pair: 'V1-B7 vs V2-M', device: 'A100-SXM-80GB', batch: 64 };
const whole = (figure: string) => String(Math.round(Number(figure)));
const percent = (share: number) => String(Math.round(100 * share));

/** Of a table with a mean in each column but the first: those of a column, and all deviations. */
const spreadsOf = (id: TableId) => {
	const table = citedTables.find((one) => one.id === id)!;
	return table.columns.map((column) =>
		table.rows
			.map((row) => cellOf(table, row, column))
			.filter((value) => typeof value === 'object' && value !== null)
	);
};
const deviationsOf = (id: TableId) =>
	spreadsOf(id).flatMap((column) => column.map(({ deviation }) => deviation));
/** From the worst mean of each column to its best. */
const spansOf = (id: TableId) =>
	spreadsOf(id)
		.map((column) => extremes(column.map(({ mean }) => mean)))
		.filter(([least]) => Number.isFinite(least))
		.map(([least, most]) => most - least);

function extremes(values: readonly number[]): readonly [least: number, most: number] {
	return [Math.min(...values), Math.max(...values)];
}

/** What each section says that the data has, too: as numbers, in either language. */
const said: readonly (readonly [section: string, figures: readonly string[]])[] = [
	[
		'cost',
		[
			cell('table7', v1('EfficientNet-B7'), 'trainingHours'),
			cell('table7', v1('EfficientNet-B7'), 'top1'),
			cell('table7', v3('EfficientNetV2-M'), 'top1'),
			cell('table7', v1('EfficientNetV2-M'), 'trainingHours'),
			cell('table7', v3('EfficientNetV2-L'), 'top1'),
			(139 / 13).toFixed(1),
			(164 / 24).toFixed(1),
			(255 / 120).toFixed(1),
			(65 / 24).toFixed(1),
			...extremes(deviationsOf('table5')).map(String)
		]
	],
	[
		'compound',
		[
			cell('table7', v1('EfficientNet-B7'), 'top1'),
			String(findVariant('efficientnet-b7')!.evalSize),
			...Object.values(compoundScaling.value).map(String),
			(
				compoundScaling.value.alpha *
				compoundScaling.value.beta ** 2 *
				compoundScaling.value.gamma ** 2
			).toFixed(2)
		]
	],
	[
		'bottlenecks',
		[
			cell('table2', { trainSize: 512 }, 'tpu32'),
			cell('table2', { trainSize: 380 }, 'tpu128'),
			cell('table2', { trainSize: 512 }, 'top1'),
			cell('table2', { trainSize: 380 }, 'top1'),
			...(['tpu', 'v100'] as const).flatMap((machine) => [
				cell('table3', { fused: 'none' }, machine),
				cell('table3', { fused: 'stages1-3' }, machine)
			]),
			(83.1 - 82.8).toFixed(1),
			(82.8 - 81.7).toFixed(1),
			(93 / 42).toFixed(1),
			(7.5 / 4.5).toFixed(1)
		]
	],
	[
		'blocks',
		[String(2 * 4 * 24 * 24 + 9 * 4 * 24), String(10 * 4 * 24 * 24), String(9 * 24 * 96), String(4 * 120)]
	],
	[
		'search',
		[
			String(searchExponents.value.w),
			String(searchExponents.value.v),
			String(searchEffort.value.candidates),
			String(searchEffort.value.minival),
			(2 ** -searchExponents.value.w).toFixed(3),
			(80 * 2 ** -searchExponents.value.w).toFixed(1),
			(80 * 2 ** -searchExponents.value.v).toFixed(1)
		]
	],
	[
		'scaling',
		[
			String(sizeCap.value),
			...(['S', 'M', 'L'] as const).flatMap((name) =>
				Object.values(releasedFactors.value[name]).map((factor) => factor.toFixed(1))
			)
		]
	],
	[
		'progressive',
		[
			String(imagenetRecipe.epochs.value),
			String(Math.floor(imagenetRecipe.epochs.value / progressiveStages.value)),
			String(findVariant('efficientnetv2-s')!.evalSize),
			...extremes(spansOf('table5')).map((span) => span.toFixed(1)),
			...adaptiveGains.value
				.slice(0, 1)
				.flatMap(({ vanilla, adaptive }) => [vanilla.mean.toFixed(1), adaptive.mean.toFixed(1)])
		]
	],
	[
		'results',
		[
			cell('table7', v1('EfficientNet-B7'), 'trainingHours'),
			cell('table10', { model: 'V1-B7' }, 'trainingHours'),
			cell('table10', { model: 'V2-M' }, 'trainingHours'),
			cell('table10', { model: 'V2-M' }, 'top1'),
			percent(1 - 24 / 38),
			(139 / 54).toFixed(1),
			(54 / 13).toFixed(1),
			(172 / 45).toFixed(1),
			(87.3 - 85.3).toFixed(1),
			cell('table11', { model: 'V2-S' }, 'speedup'),
			cell('table7', v3('EfficientNetV2-L (21k)'), 'top1'),
			cell('table7', v3('EfficientNetV2-XL (21k)'), 'top1'),
			cell('table7', v3('EfficientNetV2-XL (21k)'), 'trainingHours'),
			cell('table7', v1('ViT-L/16 (21k)'), 'top1'),
			cell('table7', v1('ViT-L/16 (21k)'), 'trainingHours'),
			cell('table8', { model: 'EfficientNetV2-L' }, 'cifar10'),
			cell('table8', { model: 'EfficientNetV2-L' }, 'cifar100'),
			cell('table8', { model: 'EfficientNet-B7' }, 'cifar10'),
			cell('table8', { model: 'EfficientNet-B7' }, 'cifar100'),
			cell('table8', { model: 'EfficientNetV2-S' }, 'top1')
		]
	],
	[
		'since',
		[
			String(Math.floor(128 + (releasedSettings.S.value.trainSize - 128) / 4)),
			...(['S', 'M', 'L'] as const).flatMap((name) => {
				const { value } = releasedSettings[name];
				return [value.dropout, value.randAugmentMagnitude].map(String);
			}),
			String(releasedSettings.M.value.trainSize),
			String(releasedSettings.L.value.cutmixAlpha),
			String(progressiveSettings.L.value.mixupAlpha.last),
			String(progressiveSettings.M.value.imageSize.last),
			...(['S', 'M', 'L'] as const).map((model) => cell('checkpoints', { model }, 'top1')),
			...Object.values(batchNormMomentum).map(({ value }) => String(value)),
			whole(cell('tensorrt', a100, 'trtFloat16V2')),
			whole(cell('tensorrt', a100, 'trtFloat16V1')),
			whole(cell('rtx3090', { model: 'tf_efficientnetv2_m' }, 'trainRate')),
			whole(cell('rtx3090', { model: 'tf_efficientnet_b7' }, 'trainRate'))
		]
	]
];

describe.each(['en', 'zh'])('numbers of the article in %s', (locale) => {
	it.each(said)('%s has the figures of the data', (section, figures) => {
		const text = words(locale, section);
		for (const figure of figures) {
			expect(text, figure).toMatch(new RegExp(`(?<![\\d.])${figure.replace('.', '\\.')}(?!\\.?\\d)`));
		}
	});

	it.each([
		['cost', cell('table7', v3('EfficientNetV2-M'), 'parametersM')],
		['cost', cell('table7', v1('EfficientNet-B7'), 'parametersM')],
		['cost', cell('table7', v1('EfficientNetV2-S'), 'parametersM')],
		['compound', cell('table7', v1('EfficientNet-B7'), 'parametersM')],
		['bottlenecks', cell('table3', { fused: 'stages1-7' }, 'parametersM')],
		['network', cell('table3', { fused: 'stages1-5' }, 'parametersM')],
		['network', cell('table3', { fused: 'stages1-7' }, 'parametersM')],
		['scaling', cell('table7', v3('EfficientNetV2-XL (21k)'), 'parametersM')]
	])('%s writes %s million parameters as the language counts', (section, millions) => {
		const value = Number(millions);
		const chinese = value < 100 ? `${String(Math.round(value * 100))} 万` : `${String(value / 100)} 亿`;
		expect(words(locale, section)).toContain(locale === 'en' ? `${millions} M` : chinese);
	});

	it('gives Table 5’s best strengths in the order of the sizes', () => {
		const table = citedTables.find(({ id }) => id === 'table5')!;
		const best = (['at128', 'at192', 'at300'] as const).map((column) => {
			const means = table.rows.map((row) => {
				const value = cellOf(table, row, column);
				return typeof value === 'object' && value !== null ? value.mean : NaN;
			});
			return means.indexOf(Math.max(...means));
		});
		// "the weakest, the middle one, the strongest"
		expect(best).toEqual([0, 1, 2]);
		expect(words(locale, 'progressive')).toMatch(/128.*192.*300/);
	});

	it('counts the schedule’s sizes and their work as Algorithm 1 makes them', () => {
		const { imageSize } = progressiveSettings.S.value;
		const sizes = algorithm1({
			stages: progressiveStages.value,
			from: { size: imageSize.first },
			to: { size: imageSize.last }
		}).map(({ size }) => size);
		const work = sizes.map((size) => (size / imageSize.last) ** 2);
		const text = words(locale, 'progressive');
		for (const size of sizes) expect(text).toContain(String(Math.round(size)));
		for (const share of work) expect(text).toContain(percent(share));
		expect(text).toContain(percent(work.reduce((sum, share) => sum + share, 0) / work.length));
	});

	it('bounds what progressive learning saves and brings as Tables 12 and 13 do', () => {
		const text = words(locale, 'progressive');
		const saved = progressiveGains.value.map(({ fixed, progressive }) => 1 - progressive.hours / fixed.hours);
		const gained = progressiveGains.value.map(({ fixed, progressive }) => progressive.top1 - fixed.top1);
		for (const value of [Math.min(...saved), Math.max(...saved)]) expect(text).toContain(percent(value));
		for (const value of [Math.min(...gained), Math.max(...gained)]) expect(text).toContain(value.toFixed(1));
		for (const { gain } of adaptiveGains.value) expect(text).toContain(String(gain));
	});

	it('counts V2-S as its graph does', () => {
		const variant = findVariant('efficientnetv2-s')!;
		const counts = countGraph(buildGraph(variant), variant.evalSize);
		const text = words(locale, 'network');
		expect(text).toContain(String(counts.parameters));
		// 8.37 G, in Chinese 83.7 亿
		expect(text).toContain(locale === 'en' ? (counts.macs / 1e9).toFixed(2) : (counts.macs / 1e8).toFixed(1));
		const early = counts.stages.filter(({ name }) => /^stage[123]$/.test(name));
		const late = counts.stages.filter(({ name }) => name === 'stage6');
		for (const stages of [early, late]) {
			for (const what of ['parameters', 'macs'] as const) {
				const share = stages.reduce((sum, stage) => sum + stage[what], 0) / counts[what];
				expect(text, what).toMatch(new RegExp(`\\b${percent(share)} ?%`));
			}
		}
		const blocks = variant.stages.map(({ layers }) => layers);
		expect(blocks.reduce((sum, layers) => sum + layers, 0)).toBe(40);
	});

	it('says how far retests are from the official figures', () => {
		const table = citedTables.find(({ id }) => id === 'retests')!;
		const nameOf = (row: (typeof table.rows)[number]) => {
			const name = cellOf(table, row, 'model');
			return typeof name === 'string' ? name : '';
		};
		const short = (pattern: RegExp) =>
			table.rows
				.filter((row) => pattern.test(nameOf(row)))
				.flatMap((row) =>
					(['timm', 'leondgarse'] as const).map((port) => {
						const official =
							cellOf(table, row, 'official') ?? cell('checkpoints', { model: nameOf(row) }, 'top1');
						return Number(official) - Number(cellOf(table, row, port));
					})
				);
		const text = words(locale, 'since');
		expect(text).toContain(Math.max(...short(/^[SML]$/).map(Math.abs)).toFixed(1));
		expect(text).toContain(Math.max(...short(/21k/)).toFixed(1));
	});
});
