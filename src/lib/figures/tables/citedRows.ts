/** The paper's tables in the reader's language. */
import type { Language } from '$lib/i18n/language';
import type { Cell, CitedTable, ColumnName } from '$lib/paper/tables/table';
import type { TableCell, TableColumn, TableRow } from './rows';

/** Shares of right answers: printed with equally many digits in all rows. */
const shares: ReadonlySet<ColumnName> = new Set<ColumnName>([
	...(['top1', 'top5', 'at128', 'at192', 'at300', 'cifar10', 'cifar100', 'flowers', 'cars'] as const),
	...(['fixedTop1', 'progressiveTop1', 'fineTunedTop1', 'vanilla', 'adaptive', 'official'] as const)
]);

/** `Table 7. Results on ImageNet`, or what stands beside the paper. */
export function titleOf({ t }: Language, { id, number }: CitedTable): string {
	const title = t(`tables.title.${id}`);
	return number === null
		? t('tables.beside', { title })
		: t('tables.numbered', { number: String(number), title });
}

export function columnsOf({ t }: Language, table: CitedTable): TableColumn[] {
	return table.columns.map((column, index) => ({
		key: column,
		label: t(`tables.column.${column}`),
		numeric: table.rows.every(({ cells }) => typeof cells[index] !== 'string' || cells[index] === 'OOM')
	}));
}

/** Every row, each figure exactly as it is cited. */
export function rowsOf(language: Language, table: CitedTable): TableRow[] {
	const digits = table.columns.map((column, index) =>
		shares.has(column) ? Math.max(...table.rows.map(({ cells }) => decimals(cells[index] ?? null))) : null
	);
	return table.rows.map(({ cells, unverified }, row) => ({
		key: String(row),
		cells: cells.map((cell, index) => {
			const column = table.columns[index];
			const own = cellText(language, cell, digits[index] ?? null, column, table);
			const marked = index > 0 && cell !== null && column !== undefined && unverified.includes(column);
			return marked ? { ...own, unverified: true } : own;
		})
	}));
}

/** Whether no figure of the table has a second source. */
export const allUnverified = ({ rows, columns }: CitedTable) =>
	rows.every(({ unverified }) => unverified.length === columns.length);

function cellText(
	language: Language,
	cell: Cell,
	digits: number | null,
	column: ColumnName | undefined,
	{ terms }: CitedTable
): TableCell {
	const { fixed } = language;
	if (cell === null) return { text: '–', value: null };
	if (typeof cell === 'number') return { text: fixed(cell, digits ?? decimals(cell)), value: cell };
	if (typeof cell === 'object') {
		const { mean, deviation } = cell;
		return { text: `${fixed(mean, digits ?? 1)} ± ${fixed(deviation, 2)}`, value: mean, deviation };
	}
	if (column === undefined || !terms.includes(column)) return { text: cell, value: cell };
	const key = `tables.term.${cell}`;
	const text = language.knows(key) ? language.message(key) : cell;
	return { text, value: text };
}

/** Digits after the point that the figure was given with. */
function decimals(cell: Cell): number {
	const number = cell !== null && typeof cell === 'object' ? cell.mean : cell;
	return typeof number === 'number' ? (String(number).split('.')[1]?.length ?? 0) : 0;
}
