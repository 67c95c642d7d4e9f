/** A race as a file that the reader takes away: everything that was measured, and under what. */
import type { RaceDevice } from '$lib/worker/benchProtocol';
import { imageCost } from './cost';
import type { RaceConditions, RaceState } from './race.svelte';
import { stepGigaflops, yardstickOf, type MatmulRates, type RaceResult } from './raceResult';

export interface MeasuredRace {
	readonly state: RaceState;
	readonly conditions: RaceConditions;
	readonly matmul: MatmulRates;
	readonly interruptions: number;
	readonly results: readonly RaceResult[];
}

/** Rows as `lab bench --json` has them, each with its device and turns; `undefined` nowhere, so that it is JSON as it stands. */
export function raceDocument({ state, conditions, matmul, interruptions, results }: MeasuredRace) {
	const { settings, browser, startedAt } = conditions;
	const device = namesake(results);
	const macs = imageCost(settings.model)(settings.imageSize);
	return {
		startedAt: new Date(startedAt).toISOString(),
		/** Whether everybody took all turns. */
		complete: state === 'finished',
		adapter: device?.adapter ?? null,
		software: device?.software ?? null,
		browser,
		model: settings.model,
		size: settings.imageSize,
		repeats: settings.repeats,
		optimizer: 'SGD, Nesterov momentum 0.9, float32',
		/** How often the page was hidden; turns that met it were run again. */
		interruptions,
		/** GFLOP/s; of `wasm` on one thread. */
		gemm: { wasm: matmul.wasm, webgpu: matmul.webgpu },
		rows: results.flatMap((result) => {
			const { row, rates, pace, device: own } = result;
			if (row === null) return [];
			const yardstick = yardstickOf(result, matmul);
			const gigaflops = stepGigaflops(row.imagesPerSecond.median, macs);
			return [
				{
					...row,
					device: own?.adapter ?? null,
					deviceIsSoftware: own?.software ?? null,
					turns: rates,
					stepsPerTurn: pace?.steps ?? null,
					warmUpSteps: pace?.warmUp ?? null,
					gigaflops,
					shareOfGemm: yardstick === null ? null : gigaflops / yardstick
				}
			];
		})
	};
}

/** What the race is named by: the WebGPU adapter where somebody computes on it, else the device of the first. */
function namesake(results: readonly RaceResult[]): RaceDevice | null {
	const onWebgpu = results.find(({ contestant }) => contestant === 'webgpu' || contestant === 'tfjs');
	return (onWebgpu ?? results[0])?.device ?? null;
}

/** As CSV: a header, then a line for each contestant; an empty cell is a figure that is not known. */
export function raceCsv(race: MeasuredRace): string {
	const { rows, gemm, ...common } = raceDocument(race);
	const lines = rows.map(({ imagesPerSecond, turns, ...row }) => ({
		...common,
		gemmGigaflops: gemm.webgpu,
		threadGemmGigaflops: gemm.wasm,
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
