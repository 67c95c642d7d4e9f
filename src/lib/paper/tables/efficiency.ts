/** What the paper holds against EfficientNet's rivals, and where EfficientNet's own time goes: Tables 1 to 3. */
import { citedRows, paperTable, type CitedTable, type ColumnName } from './table';

const efficiencyColumns: readonly ColumnName[] = ['model', 'top1', 'parametersM', 'flopsG'];

const table1: CitedTable = {
	id: 'table1',
	number: 1,
	columns: efficiencyColumns,
	terms: [],
	rows: citedRows(efficiencyColumns, true, [
		['EfficientNet-B6', 84.3, 43, 19],
		['ResNet-RS-420', 84.4, 192, 128],
		['NFNet-F1', 84.7, 133, 36]
	]),
	source: paperTable(1)
};

const sizeColumns: readonly ColumnName[] = ['trainSize', 'top1', 'tpu32', 'tpu128', 'v100x12', 'v100x24'];

/** OOM: out of memory. */
const table2: CitedTable = {
	id: 'table2',
	number: 2,
	columns: sizeColumns,
	terms: [],
	rows: citedRows(sizeColumns, false, [
		[512, 84.3, 42, 'OOM', 29, 'OOM'],
		[380, 84.6, 76, 93, 37, 52]
	]),
	source: paperTable(2)
};

const fusedColumns: readonly ColumnName[] = ['fused', 'parametersM', 'flopsG', 'top1', 'tpu', 'v100'];

const table3: CitedTable = {
	id: 'table3',
	number: 3,
	columns: fusedColumns,
	terms: ['fused'],
	rows: citedRows(fusedColumns, true, [
		['none', 19.3, 4.5, 82.8, 262, 155],
		['stages1-3', 20, 7.5, 83.1, 362, 216],
		['stages1-5', 43.4, 21.3, 83.1, 327, 223],
		['stages1-7', 132, 34.4, 81.7, 254, 206]
	]),
	source: paperTable(3)
};

export const efficiencyTables = [table1, table2, table3] as const;
