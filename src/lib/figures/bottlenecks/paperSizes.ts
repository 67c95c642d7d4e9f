import type { Language } from '$lib/i18n/language';
import { efficiencyTables } from '$lib/paper/tables/efficiency';
import { cellOf, type CitedRow, type ColumnName } from '$lib/paper/tables/table';

const [, table2] = efficiencyTables;
const columns = { tpu: ['tpu32', 'tpu128'], v100: ['v100x12', 'v100x24'] } as const;
/** Images of a step in each pair of columns. */
const batches = [
	{ tpu: 32, v100: 12 },
	{ tpu: 128, v100: 24 }
] as const;

/** Table 2 in the reader's words: each size and batch, on TPU and V100, and what follows from its figures. */
export function paperSizes({ t, fixed, plain }: Language) {
	const [large, small] = table2.rows as readonly [CitedRow, CitedRow];
	const speed = (row: CitedRow, column: ColumnName) => {
		const cell = cellOf(table2, row, column);
		return typeof cell === 'number' ? cell : null;
	};
	const bar = (row: CitedRow, column: ColumnName) => {
		const value = speed(row, column);
		return { text: value === null ? t('bottlenecks.size.oom') : String(value), value };
	};
	const gain = (to: ColumnName, from: ColumnName) =>
		fixed((speed(small, to) ?? NaN) / (speed(large, from) ?? NaN), 1);
	const figure = (row: CitedRow, column: ColumnName) => plain(speed(row, column) ?? NaN);
	return {
		title: t('bottlenecks.size.paper'),
		columns: [
			t('bottlenecks.size.paperColumn'),
			t('bottlenecks.size.paperTpu'),
			t('bottlenecks.size.paperV100')
		] as const,
		rows: [large, small].flatMap((row) =>
			batches.map(({ tpu, v100 }, index) => ({
				name: t('bottlenecks.size.paperRow', {
					size: figure(row, 'trainSize'),
					tpu: String(tpu),
					v100: String(v100)
				}),
				bars: [bar(row, columns.tpu[index]!), bar(row, columns.v100[index]!)]
			}))
		),
		source: table2.source,
		note: t('bottlenecks.size.paperNote', {
			...{ tpuSame: gain('tpu32', 'tpu32'), v100Same: gain('v100x12', 'v100x12') },
			...{ tpuAll: gain('tpu128', 'tpu32'), v100All: gain('v100x24', 'v100x12') },
			...{ small: figure(small, 'top1'), large: figure(large, 'top1') }
		})
	};
}
