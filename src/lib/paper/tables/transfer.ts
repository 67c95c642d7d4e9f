/** Transfer to smaller data sets: Tables 8 and 9. */
import { citedRows, paperTable, spread, type CitedTable, type ColumnName } from './table';

const columns: readonly ColumnName[] = [
	'model',
	'parametersM',
	'top1',
	'cifar10',
	'cifar100',
	'flowers',
	'cars'
];

/** Means and deviations of five runs; parameters are the first version's. */
const table8: CitedTable = {
	id: 'table8',
	number: 8,
	columns,
	terms: [],
	rows: [
		...citedRows(columns, false, [
			['GPipe', 556, 84.4, 99, 91.3, 98.8, 94.7],
			['EfficientNet-B7', 66, 84.7, 98.9, 91.7, 98.8, 94.7],
			['ViT-B/32', 88, 73.4, 97.8, 86.3, 85.4, null],
			['ViT-B/16', 87, 74.9, 98.1, 87.1, 89.5, null],
			['ViT-L/32', 306, 71.2, 97.9, 87.1, 86.4, null],
			['ViT-L/16', 306, 76.5, 97.9, 86.4, 89.7, null],
			['DeiT-B', 86, 81.8, 99.1, 90.8, 98.4, 92.1],
			['DeiT-B-384', 86, 83.1, 99.1, 90.8, 98.5, 93.3]
		]),
		...citedRows(columns, true, [
			[
				'EfficientNetV2-S',
				24,
				83.2,
				spread(98.7, 0.04),
				spread(91.5, 0.11),
				spread(97.9, 0.13),
				spread(93.8, 0.11)
			],
			[
				'EfficientNetV2-M',
				55,
				85.1,
				spread(99, 0.08),
				spread(92.2, 0.08),
				spread(98.5, 0.08),
				spread(94.6, 0.1)
			],
			[
				'EfficientNetV2-L',
				121,
				85.7,
				spread(99.1, 0.03),
				spread(92.3, 0.13),
				spread(98.8, 0.05),
				spread(95.1, 0.1)
			]
		])
	],
	source: paperTable(8)
};

const dataColumns: readonly ColumnName[] = ['dataset', 'trainImages', 'testImages', 'classes'];

const table9: CitedTable = {
	id: 'table9',
	number: 9,
	columns: dataColumns,
	terms: [],
	rows: citedRows(dataColumns, true, [
		['CIFAR-10', 50000, 10000, 10],
		['CIFAR-100', 50000, 10000, 100],
		['Flowers', 2040, 6149, 102],
		['Cars', 8144, 8041, 196]
	]),
	source: paperTable(9)
};

export const transferTables = [table8, table9] as const;
