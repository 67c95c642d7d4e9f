/** A table as the reader sees it: texts to read beside values to sort and to take away. Pure. */

export interface TableCell {
	readonly text: string;
	/** What the cell is sorted by and written to CSV as; null: nothing is known. */
	readonly value: string | number | null;
	/** Standard deviation of a mean. */
	readonly deviation?: number;
	readonly unverified?: boolean;
}

export interface TableColumn {
	readonly key: string;
	readonly label: string;
	readonly numeric: boolean;
}

export interface TableRow {
	readonly key: string;
	/** In the order of the columns; the first names the row. */
	readonly cells: readonly TableCell[];
}

export interface Sorting {
	/** Index of the column. */
	readonly column: number;
	readonly descending: boolean;
}

/** After another press on a column's header: up, down, as printed. */
export function nextSorting(now: Sorting | null, column: number): Sorting | null {
	if (now?.column !== column) return { column, descending: false };
	return now.descending ? null : { column, descending: true };
}

/** The rows by one column, equal ones as they were: numbers before words, what is not known last in both directions. */
export function sortRows(rows: readonly TableRow[], sorting: Sorting | null): readonly TableRow[] {
	if (sorting === null) return rows;
	const { column, descending } = sorting;
	const valueOf = ({ cells }: TableRow) => cells[column]?.value ?? null;
	return [...rows].sort((a, b) => compare(valueOf(a), valueOf(b), descending ? -1 : 1));
}

function compare(a: TableCell['value'], b: TableCell['value'], way: 1 | -1): number {
	const [left, right] = [rank(a), rank(b)];
	if (left !== right) return left - right;
	if (typeof a === 'number' && typeof b === 'number') return way * (a - b);
	return way * String(a ?? '').localeCompare(String(b ?? ''), undefined, { numeric: true });
}

function rank(value: TableCell['value']): number {
	if (value === null) return 2;
	return typeof value === 'number' ? 0 : 1;
}

/** The rows in which every word of the filter stands somewhere, in any case; all of them for an empty filter. */
export function filterRows(rows: readonly TableRow[], filter: string): readonly TableRow[] {
	const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return rows;
	return rows.filter(({ cells }) => {
		const text = cells.map((cell) => `${cell.text} ${cell.value ?? ''}`.toLowerCase()).join(' ');
		return words.every((word) => text.includes(word));
	});
}

export interface CsvWords {
	/** Of the column that lists what is unverified in a row; null where nothing in the table is. */
	readonly unverified: string | null;
	/** Column and text of the table's source; null where the table has none. */
	readonly source: { readonly label: string; readonly text: string } | null;
}

/** The rows as CSV, numbers as they are: a header, a line each; a mean is followed by its deviation. */
export function tableCsv(
	columns: readonly TableColumn[],
	rows: readonly TableRow[],
	{ unverified, source }: CsvWords
): string {
	const spreads = columns.map((_, index) => rows.some(({ cells }) => cells[index]?.deviation !== undefined));
	const header = columns.flatMap(({ label }, index) => (spreads[index] ? [label, `± ${label}`] : [label]));
	if (unverified !== null) header.push(unverified);
	if (source !== null) header.push(source.label);
	const lines = rows.map(({ cells }) => {
		const line = cells.flatMap(({ value, deviation }, index) =>
			spreads[index] ? [value, deviation ?? null] : [value]
		);
		if (unverified !== null) line.push(unverifiedOf(columns, cells));
		if (source !== null) line.push(source.text);
		return line;
	});
	return [header, ...lines].map((line) => `${line.map(csvCell).join(',')}\n`).join('');
}

function unverifiedOf(columns: readonly TableColumn[], cells: readonly TableCell[]): string {
	return columns
		.filter((_, index) => cells[index]?.unverified)
		.map(({ label }) => label)
		.join('; ');
}

function csvCell(value: string | number | null): string {
	const text = value === null ? '' : String(value);
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
