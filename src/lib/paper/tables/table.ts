/** Tables as they are printed, cell by cell: what the paper and its neighbours report, never what this project measured. */

/** A mean over several runs and its standard deviation. */
export interface Spread {
	readonly mean: number;
	readonly deviation: number;
}

/** `null`: not printed, or not applicable. */
export type Cell = string | number | Spread | null;

/** Every column that a table may have; the page words them, units included. */
export type ColumnName =
	| 'model'
	| 'family'
	| 'edition'
	| 'top1'
	| 'parametersM'
	| 'flopsG'
	| 'latencyMs'
	| 'trainingHours'
	| 'trainSize'
	| 'tpu32'
	| 'tpu128'
	| 'v100x12'
	| 'v100x24'
	| 'fused'
	| 'tpu'
	| 'v100'
	| 'stage'
	| 'operator'
	| 'stride'
	| 'channels'
	| 'layers'
	| 'magnitude'
	| 'at128'
	| 'at192'
	| 'at300'
	| 'setting'
	| 'sFirst'
	| 'sLast'
	| 'mFirst'
	| 'mLast'
	| 'lFirst'
	| 'lLast'
	| 'cifar10'
	| 'cifar100'
	| 'flowers'
	| 'cars'
	| 'dataset'
	| 'trainImages'
	| 'testImages'
	| 'classes'
	| 'releasedAs'
	| 'speedup'
	| 'fixedTop1'
	| 'fixedHours'
	| 'progressiveTop1'
	| 'progressiveHours'
	| 'schedule'
	| 'vanilla'
	| 'adaptive'
	| 'gain'
	| 'fineTunedTop1'
	| 'timm'
	| 'leondgarse'
	| 'official'
	| 'top5'
	| 'allParametersM'
	| 'pair'
	| 'device'
	| 'batch'
	| 'tfFloat16V2'
	| 'trtFloat16V1'
	| 'trtFloat16V2'
	| 'trtInt8V1'
	| 'trtInt8V2'
	| 'inferSize'
	| 'inferRate'
	| 'trainRate'
	| 'throughput';

export type TableId =
	| `table${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13}`
	| 'checkpoints'
	| 'releasedProgressive'
	| 'retests'
	| 'keras'
	| 'tensorrt'
	| 'rtx3090';

export interface CitedRow {
	/** In the order of the table's columns. */
	readonly cells: readonly Cell[];
	/** Columns whose figure comes from one source alone. */
	readonly unverified: readonly ColumnName[];
}

export interface CitedTable {
	readonly id: TableId;
	/** The paper's number of it; null for tables from elsewhere. */
	readonly number: number | null;
	/** The first names the row. */
	readonly columns: readonly ColumnName[];
	/** Columns whose texts are words, which the page translates; other texts are names. */
	readonly terms: readonly ColumnName[];
	readonly rows: readonly CitedRow[];
	readonly source: string;
}

/** Rows of which every figure is verified, or none is. */
export function citedRows(
	columns: readonly ColumnName[],
	verified: boolean,
	cells: readonly (readonly Cell[])[]
): CitedRow[] {
	return cells.map((row) => ({ cells: row, unverified: verified ? [] : columns }));
}

export const spread = (mean: number, deviation: number): Spread => ({ mean, deviation });

const paper = 'Tan & Le 2021 (arXiv 2104.00298)';

/** `Tan & Le 2021 (arXiv 2104.00298), Table 7` */
export const paperTable = (number: number) => `${paper}, Table ${number}`;

/** The value of a column in a row. Throws RangeError where the table has no such column. */
export function cellOf(table: CitedTable, row: CitedRow, column: ColumnName): Cell {
	const index = table.columns.indexOf(column);
	if (index < 0) throw new RangeError(`${table.id} has no column ${column}.`);
	return row.cells[index] ?? null;
}
