import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, rowsOf, titleOf } from '$lib/figures/tables/citedRows';
import {
	filterRows,
	nextSorting,
	sortRows,
	tableCsv,
	type TableCell,
	type TableRow
} from '$lib/figures/tables/rows';
import { en } from '$lib/i18n/en';
import { Language } from '$lib/i18n/language';
import { tableNotes } from '$lib/i18n/tableNotes';
import { zh } from '$lib/i18n/zh';
import { citedTables } from '$lib/paper/tables/all';

const english = new Language(() => ({ locale: 'en', messages: en }));
const chinese = new Language(() => ({ locale: 'zh', messages: zh }));

const row = (key: string, ...values: TableCell['value'][]): TableRow => ({
	key,
	cells: values.map((value) => ({ text: value === null ? '–' : String(value), value }))
});
const keys = (rows: readonly TableRow[]) => rows.map(({ key }) => key).join('');

const rows = [
	row('a', 'B7', 66),
	row('b', 'S', 22),
	row('c', 'none', null),
	row('d', 'M', 54),
	row('e', 'x', 'OOM')
];

describe('sorting', () => {
	it('goes up, down and back to the printed order', () => {
		const up = nextSorting(null, 1);
		const down = nextSorting(up, 1);
		expect(keys(sortRows(rows, up))).toBe('bdaec');
		expect(keys(sortRows(rows, down))).toBe('adbec');
		expect(nextSorting(down, 1)).toBeNull();
		expect(keys(sortRows(rows, null))).toBe('abcde');
		expect(nextSorting(down, 0)).toEqual({ column: 0, descending: false });
	});

	it('keeps every row, and the unknown ones last in both directions', () => {
		const value = fc.oneof(fc.integer(), fc.constant(null), fc.constantFrom('B10', 'B9', 'OOM'));
		fc.assert(
			fc.property(fc.array(value), fc.boolean(), (values, descending) => {
				const given = values.map((each, index) => row(String(index), each));
				const sorted = sortRows(given, { column: 0, descending });
				expect(sorted.map(({ key }) => key).sort()).toEqual(given.map(({ key }) => key).sort());
				const got = sorted.map(({ cells }) => cells[0]?.value ?? null);
				const known = got.filter((each) => each !== null);
				expect(got).toEqual([...known, ...got.filter((each) => each === null)]);
				const numbers = got.filter((each) => typeof each === 'number');
				expect(numbers).toEqual([...numbers].sort((a, b) => (descending ? b - a : a - b)));
			})
		);
	});
});

describe('filtering', () => {
	it('finds rows that have every word, in any case', () => {
		expect(keys(filterRows(rows, 'b7'))).toBe('a');
		expect(keys(filterRows(rows, ' 54 m '))).toBe('d');
		expect(keys(filterRows(rows, 'B7 22'))).toBe('');
		expect(keys(filterRows(rows, '  '))).toBe('abcde');
	});
});

describe('CSV', () => {
	it('has what is shown, quoted where it must be, deviations and doubts in columns of their own', () => {
		const columns = [
			{ key: 'n', label: 'name, kind', numeric: false },
			{ key: 'v', label: 'top-1', numeric: true }
		];
		const given: TableRow[] = [
			{
				key: '0',
				cells: [
					{ text: 'a', value: 'a "b"' },
					{ text: '84.3 ± 0.14', value: 84.3, deviation: 0.14, unverified: true }
				]
			},
			{
				key: '1',
				cells: [
					{ text: 'c', value: 'c' },
					{ text: '–', value: null }
				]
			}
		];
		expect(
			tableCsv(columns, given, { unverified: 'unverified', source: { label: 'source', text: 'Table 13' } })
		).toBe(
			'"name, kind",top-1,± top-1,unverified,source\n"a ""b""",84.3,0.14,top-1,Table 13\nc,,,,Table 13\n'
		);
		expect(tableCsv(columns, [], { unverified: null, source: null })).toBe('"name, kind",top-1\n');
	});
});

describe('cited tables', () => {
	const table = (id: string) => citedTables.find((candidate) => candidate.id === id)!;
	const texts = (id: string, index: number, language = english) =>
		rowsOf(language, table(id))[index]?.cells.map(({ text, unverified }) => text + (unverified ? '?' : ''));

	it('show figures as they are cited, with equally many digits for accuracies', () => {
		expect(texts('table7', 0)).toEqual([
			...['EfficientNet-B3', 'EfficientNet', '81.5?', '12?', '1.9?', '19?', '10?', 'arXiv v1']
		]);
		expect(texts('table5', 1)).toEqual(['10', '78.0 ± 0.08', '81.6 ± 0.08', '82.7 ± 0.08']);
		expect(texts('rtx3090', 0)?.[2]).toBe('9,930.95?');
		expect(texts('table3', 0, chinese)?.[0]).toBe('无');
	});

	it('are titled in both languages and know which columns hold numbers', () => {
		expect(titleOf(english, table('table7'))).toBe('Table 7. Results on ImageNet');
		expect(titleOf(chinese, table('keras'))).toBe('论文之外：Keras Applications 模型表');
		const numeric = columnsOf(english, table('table2')).map((column) => column.numeric);
		expect(numeric).toEqual([true, true, true, true, true, true]);
		expect(columnsOf(english, table('table7')).map((column) => column.numeric)).toEqual([
			...[false, false, true, true, true, true, true, false]
		]);
	});

	it('have notes in both languages, with the same figures', () => {
		for (const { id } of citedTables) {
			expect(tableNotes.en[id]).toMatch(/^[\x20-\x7e–−“”’×±α]+$/);
			expect(tableNotes.zh[id]).toMatch(/[\u4e00-\u9fff]/);
			expect(tableNotes.zh[id]).not.toMatch(/[\u4e00-\u9fff][,;:?!.]/);
			const figures = (text: string) => [...text.matchAll(/\d[\d,]*\.\d+/g)].map(([figure]) => figure).sort();
			expect(figures(tableNotes.zh[id])).toEqual(figures(tableNotes.en[id]));
		}
	});
});
