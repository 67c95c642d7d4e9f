/** V1 against V2 under the same training, and scaled down: Tables 10 and 11. */
import { citedRows, paperTable, type CitedTable, type ColumnName } from './table';

const columns: readonly ColumnName[] = [
	'model',
	'top1',
	'parametersM',
	'flopsG',
	'trainingHours',
	'latencyMs'
];

const table10: CitedTable = {
	id: 'table10',
	number: 10,
	columns,
	terms: [],
	rows: citedRows(columns, true, [
		['V1-B7', 85, 66, 38, 54, 170],
		['V2-M', 85.1, 55, 24, 13, 57]
	]),
	source: paperTable(10)
};

const smallColumns: readonly ColumnName[] = [
	'model',
	'top1',
	'parametersM',
	'throughput',
	'speedup',
	'releasedAs'
];

/** Throughput: images a second on a V100 in float16, batch 128. Which released network a row is, follows from its size and accuracy. */
const table11: CitedTable = {
	id: 'table11',
	number: 11,
	columns: smallColumns,
	terms: [],
	rows: citedRows(smallColumns, false, [
		['V1-B1', 79, 7.8, 2675, null, null],
		['V2-7M', 78.7, 7.4, 5739, 2.1, 'efficientnetv2-b0'],
		['V1-B2', 79.8, 9.1, 2003, null, null],
		['V2-8M', 79.8, 8.1, 3983, 2, 'efficientnetv2-b1'],
		['V1-B4', 82.9, 19, 628, null, null],
		['V2-14M', 82.1, 14, 1693, 2.7, 'efficientnetv2-b3'],
		['V1-B5', 83.7, 30, 291, null, null],
		['V2-S', 83.6, 24, 901, 3.1, null]
	]),
	source: paperTable(11)
};

export const ablationTables = [table10, table11] as const;
