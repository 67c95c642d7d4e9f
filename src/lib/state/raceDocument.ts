/** A race as a file that the reader takes away: everything that was measured, and under what. */
import { imageCost } from './cost';
import type { RaceConditions, RaceState } from './race.svelte';
import { stepGigaflops, type RaceResult } from './raceResult';

export interface MeasuredRace {
	readonly state: RaceState;
	readonly conditions: RaceConditions;
	readonly matmul: number | null;
	readonly interruptions: number;
	readonly results: readonly RaceResult[];
}

/** Rows as `lab bench --json` has them, each with its turns; `undefined` nowhere, so that it is JSON as it stands. */
export function raceDocument({ state, conditions, matmul, interruptions, results }: MeasuredRace) {
	const { settings, adapter, browser, startedAt } = conditions;
	const macs = imageCost(settings.model)(settings.imageSize);
	return {
		startedAt: new Date(startedAt).toISOString(),
		/** Whether everybody took all turns. */
		complete: state === 'finished',
		adapter: adapter.adapter,
		software: adapter.software,
		browser,
		model: settings.model,
		size: settings.imageSize,
		repeats: settings.repeats,
		optimizer: 'SGD, Nesterov momentum 0.9, float32',
		/** How often the page was hidden; turns that met it were run again. */
		interruptions,
		/** GFLOP/s. */
		gemm: { webgpu: matmul },
		rows: results.flatMap(({ row, rates, pace }) => {
			if (row === null) return [];
			const gigaflops = stepGigaflops(row.imagesPerSecond.median, macs);
			return [
				{
					...row,
					turns: rates,
					stepsPerTurn: pace?.steps ?? null,
					warmUpSteps: pace?.warmUp ?? null,
					gigaflops,
					shareOfGemm: matmul === null ? null : gigaflops / matmul
				}
			];
		})
	};
}

/** As CSV: a header, then a line for each contestant; an empty cell is a figure that is not known. */
export function raceCsv(race: MeasuredRace): string {
	const { rows, gemm, ...common } = raceDocument(race);
	const lines = rows.map(({ imagesPerSecond, turns, ...row }) => ({
		...common,
		gemmGigaflops: gemm.webgpu,
		...row,
		...imagesPerSecond,
		turns: turns.join(' ')
	}));
	const [first] = lines;
	if (first === undefined) return '';
	const names = Object.keys(first) as (keyof typeof first)[];
	return [names, ...lines.map((line) => names.map((name) => line[name]))]
		.map((cells) => `${cells.map(cell).join(',')}\n`)
		.join('');
}

function cell(value: string | number | boolean | null): string {
	const text = value === null ? '' : String(value);
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
