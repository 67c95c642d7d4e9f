/** What was measured of Table 3 as a file that the reader takes away: rows as `lab blocks --table3 --json` has them. */
import type { FusedConditions, FusedLab } from './fused.svelte';

export type MeasuredFused = Pick<FusedLab, 'state' | 'device' | 'scale' | 'rows' | 'interruptions'> & {
	readonly conditions: FusedConditions;
};

export function fusedDocument({ state, conditions, device, scale, rows, interruptions }: MeasuredFused) {
	const { settings, engine, browser, startedAt } = conditions;
	const { family, longestStepMs, memoryMiB, repeats } = settings;
	return {
		startedAt: new Date(startedAt).toISOString(),
		/** Whether all turns were taken. */
		complete: state === 'finished',
		browser,
		engine,
		adapter: device?.adapter ?? null,
		software: device?.software ?? null,
		threads: device?.threads ?? null,
		network: family,
		limits: { bytes: memoryMiB * 2 ** 20, stepMs: longestStepMs },
		repeats,
		/** How often the page was hidden; turns that met it were run again. */
		interruptions,
		scale,
		rows
	};
}

/** As CSV: a header, then a line for each network. */
export function fusedCsv(measured: MeasuredFused): string {
	const { startedAt, adapter, network, scale, rows } = fusedDocument(measured);
	const lines = rows.map(({ quartiles, lastFusedStage, ...row }) => ({
		...{ startedAt, adapter: `"${(adapter ?? '').replaceAll('"', '""')}"`, network },
		width: scale?.width ?? '',
		lastFusedStage: lastFusedStage ?? '',
		...row,
		stepMsLow: quartiles.stepMs[0],
		stepMsHigh: quartiles.stepMs[1],
		ratioLow: quartiles.ratio[0],
		ratioHigh: quartiles.ratio[1]
	}));
	const [first] = lines;
	if (first === undefined) return '';
	return [Object.keys(first), ...lines.map((line) => Object.values(line))]
		.map((cells) => `${cells.join(',')}\n`)
		.join('');
}
