import { describe, expect, it } from 'vitest';
import { en } from '$lib/i18n/en';
import { findVariant } from '$lib/model/variants';
import { citedTables } from '$lib/paper/tables/all';
import { cellOf, type Cell, type CitedTable, type ColumnName } from '$lib/paper/tables/table';
import reference from '../fixtures/tables.json';

type Printed = Readonly<Record<string, unknown>>;

function tableOf(id: string): CitedTable {
	const table = citedTables.find((candidate) => candidate.id === id);
	if (table === undefined) throw new Error(`No table ${id}`);
	return table;
}

function printed(id: string): Printed & { rows: Printed[] } {
	const found = [...reference.tables, ...reference.extra].find((candidate) => candidate.id === id);
	if (found === undefined) throw new Error(`No reference ${id}`);
	return found as unknown as Printed & { rows: Printed[] };
}

/** A reference value as a cell: lists are mean and deviation, what is left out is not printed. */
function cell(value: unknown): Cell {
	if (Array.isArray(value)) return { mean: value[0] as number, deviation: value[1] as number };
	return (value ?? null) as Cell;
}

const common = { model: 'model', top1: 'top1', params: 'parametersM', flops: 'flopsG' } as const;
const costs = { infer_ms: 'latencyMs', train_hours: 'trainingHours' } as const;
const architecture = {
	stage: 'stage',
	operator: 'operator',
	stride: 'stride',
	channels: 'channels',
	layers: 'layers'
} as const;

/** Columns of this project by the reference's names. */
const names: Readonly<Record<string, Readonly<Record<string, ColumnName>>>> = {
	table1: common,
	table2: {
		train_size: 'trainSize',
		top1: 'top1',
		tpuv3_batch32: 'tpu32',
		tpuv3_batch128: 'tpu128',
		v100_batch12: 'v100x12',
		v100_batch24: 'v100x24'
	},
	table3: { params: 'parametersM', flops: 'flopsG', top1: 'top1', tpu: 'tpu', v100: 'v100' },
	table4: architecture,
	table5: { randaug: 'magnitude', size128: 'at128', size192: 'at192', size300: 'at300' },
	table7: { ...common, ...costs },
	table8: {
		model: 'model',
		params: 'parametersM',
		imagenet: 'top1',
		cifar10: 'cifar10',
		cifar100: 'cifar100',
		flowers: 'flowers',
		cars: 'cars'
	},
	table9: { dataset: 'dataset', train: 'trainImages', eval: 'testImages', classes: 'classes' },
	table10: { ...common, ...costs },
	table11: {
		model: 'model',
		top1: 'top1',
		params: 'parametersM',
		throughput: 'throughput',
		speedup: 'speedup',
		released_as: 'releasedAs'
	},
	table12: {
		model: 'model',
		base_top1: 'fixedTop1',
		base_hours: 'fixedHours',
		prog_top1: 'progressiveTop1',
		prog_hours: 'progressiveHours'
	},
	table13: { vanilla: 'vanilla', adaptive: 'adaptive', gain: 'gain' },
	checkpoints: { ...common, top1_21k_ft1k: 'fineTunedTop1' },
	retests: { model: 'model', timm: 'timm', leondgarse: 'leondgarse', official: 'official' },
	keras: { model: 'model', top1: 'top1', top5: 'top5', params_total: 'allParametersM' },
	rtx3090: {
		model: 'model',
		infer_size: 'inferSize',
		infer: 'inferRate',
		train_size: 'trainSize',
		train: 'trainRate'
	}
};

const referenceIds: Readonly<Record<string, string>> = {
	checkpoints: 'readme_checkpoints',
	retests: 'port_retests',
	keras: 'keras_table',
	rtx3090: 'timm_rtx3090_throughput'
};

/** What the reference says beside the figures, or in words that this project translates. */
const beside = /^(confidence.*|sources|note|group|change|variant|fused_stages.*|schedule)$/;

function rowsOf(id: string): Printed[] {
	const table = printed(referenceIds[id] ?? id);
	const further = table.rows_v3_efficientnetv2 ?? table.rows_arxiv_v1 ?? [];
	return [...table.rows, ...(further as Printed[])];
}

describe.each(Object.entries(names))('%s', (id, columns) => {
	const table = tableOf(id);
	const rows = rowsOf(id);

	it('has the reference’s figures, all of them and no others', () => {
		expect(table.rows).toHaveLength(rows.length);
		rows.forEach((row, index) => {
			const own = Object.fromEntries(
				Object.values(columns).map((column) => [column, cellOf(table, table.rows[index]!, column)])
			);
			const wanted = Object.fromEntries(
				Object.entries(columns).map(([name, column]) => [column, cell(row[name])])
			);
			expect(own).toEqual(wanted);
			expect(Object.keys(row).filter((key) => !(key in columns) && !beside.test(key))).toEqual([]);
		});
	});

	it('marks what has one source alone', () => {
		const whole = printed(referenceIds[id] ?? id).confidence;
		rows.forEach((row, index) => {
			const { unverified } = table.rows[index]!;
			for (const column of table.columns.slice(1)) {
				const time = column === 'latencyMs' || column === 'trainingHours';
				const confidence = (time ? row.confidence_time : undefined) ?? row.confidence ?? whole;
				if (['family', 'edition'].includes(column) && id === 'table7') continue;
				expect(unverified.includes(column), `${id} ${index} ${column}`).toBe(confidence !== 'verified');
			}
		});
	});
});

it('Table 6 has the reference’s spans', () => {
	const table = tableOf('table6');
	const rows = printed('table6').rows.map(({ S, M, L }) => [S, M, L].flat());
	expect(table.rows.map(({ cells }) => cells.slice(1))).toEqual(rows);
	expect(table.rows.flatMap(({ unverified }) => unverified)).toEqual([]);
});

it('NVIDIA’s latencies are those of the reference', () => {
	const pairs = printed('nvidia_tensorrt_latency_ms').tables as {
		pair: string;
		device: string;
		rows: number[][];
	}[];
	const rows = pairs.flatMap((each) => each.rows.map((row) => [each.pair, each.device, ...row]));
	expect(tableOf('tensorrt').rows.map(({ cells }) => cells)).toEqual(rows);
});

it('Table 4 is the block table of the released S, and of the first version’s', () => {
	const table = tableOf('table4');
	for (const [edition, name] of [
		['v3', 'efficientnetv2-s'],
		['v1', 'efficientnetv2-s-arxiv-v1']
	]) {
		const rows = table.rows.filter((row) => cellOf(table, row, 'edition') === edition);
		const variant = findVariant(name!);
		const figures = rows.map((row) => [cellOf(table, row, 'channels'), cellOf(table, row, 'layers')]);
		expect(figures).toEqual([
			[variant?.stem.out, 1],
			...(variant?.stages ?? []).map(({ out, layers }) => [out, layers]),
			[variant?.headChannels, 1]
		]);
	}
});

describe('the tables', () => {
	it('are the paper’s thirteen and six beside it, each once', () => {
		const numbers = citedTables.flatMap(({ number }) => number ?? []);
		expect(numbers).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
		expect(new Set(citedTables.map(({ id }) => id)).size).toBe(19);
	});

	it('have a cell for each column, a source, and words for their terms that are no names', () => {
		for (const table of citedTables) {
			expect(table.source).toMatch(table.number === null ? /@|at 6a54c8741e7c|keras\.io/ : /Tan & Le 2021/);
			for (const { cells } of table.rows) expect(cells).toHaveLength(table.columns.length);
			for (const term of table.terms) {
				for (const row of table.rows) {
					const text = cellOf(table, row, term) as string;
					if (!/(Net|St$|α|RegNetY)/.test(text)) expect(en).toHaveProperty([`tables.term.${text}`]);
				}
			}
		}
	});

	it('throw for a column that is not there', () => {
		const table = tableOf('table9');
		expect(() => cellOf(table, table.rows[0]!, 'top1')).toThrow('table9 has no column top1.');
	});
});
