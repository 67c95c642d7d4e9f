/** How a table can be opened. */
import { field, flag, text } from '$lib/state/addressed';
import * as v from 'valibot';
import type { Sorting, TableColumn } from './rows';

/** Characters of a filter. */
export const longestFilter = 60;

/** Sorted by a column, downwards with `-` before its name; null: as printed. */
export const tableFields = (columns: readonly Pick<TableColumn, 'key'>[]) => ({
	sort: field<string | null>(v.nullable(v.picklist(columns.flatMap(({ key }) => [key, `-${key}`]))), null),
	filter: text(longestFilter)
});

/** A table that stands behind a fold. */
export const foldFields = { table: flag(false) };

/** The sorting by a name; null where the table has no such column. */
export function sortingOf(columns: readonly Pick<TableColumn, 'key'>[], name: string | null): Sorting | null {
	const descending = name?.startsWith('-') ?? false;
	const column = columns.findIndex(({ key }) => name === (descending ? `-${key}` : key));
	return column < 0 ? null : { column, descending };
}

/** Its name; null for a table as printed. */
export function nameOfSorting(
	columns: readonly Pick<TableColumn, 'key'>[],
	now: Sorting | null
): string | null {
	const key = now === null ? undefined : columns[now.column]?.key;
	return key === undefined ? null : `${now?.descending ? '-' : ''}${key}`;
}
