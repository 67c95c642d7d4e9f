import type { Language } from '$lib/i18n/language';
import { ablationTables } from '$lib/paper/tables/ablation';
import { cellOf, type CitedRow, type ColumnName } from '$lib/paper/tables/table';

const [table10] = ablationTables;

/** Table 10 in the reader's words: V1-B7 and V2-M, trained the same way. */
export function paperScaling({ t, fixed, plain }: Language) {
	const [v1, v2] = table10.rows as readonly [CitedRow, CitedRow];
	const figure = (row: CitedRow, column: ColumnName) => Number(cellOf(table10, row, column));
	const nameOf = (row: CitedRow) => {
		const name = cellOf(table10, row, 'model');
		return typeof name === 'string' ? name : '';
	};
	const shown = ['trainingHours', 'parametersM', 'flopsG'] as const;
	return {
		title: t('bottlenecks.scaling.paper'),
		columns: [
			t('bottlenecks.scaling.paperColumn'),
			t('bottlenecks.scaling.paperHours'),
			t('results.parameters'),
			t('blocks.paper.macs')
		] as const,
		rows: [v1, v2].map((row) => ({
			name: nameOf(row),
			bars: shown.map((column) => ({ text: plain(figure(row, column)), value: figure(row, column) }))
		})),
		source: table10.source,
		note: t('bottlenecks.scaling.paperNote', {
			v1: fixed(figure(v1, 'top1'), 1),
			v2: fixed(figure(v2, 'top1'), 1),
			times: fixed(figure(v1, 'trainingHours') / figure(v2, 'trainingHours'), 1)
		})
	};
}
