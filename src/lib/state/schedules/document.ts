/** A race of schedules as files that the reader takes away: everything that was measured, and under what. */
import { distinctions } from '$lib/runs/diff';
import { summaryOf } from './figures';
import { macsBySteps } from './macs';
import { lanesOf, type Lane } from './results';
import type { RaceConditions, ScheduleRaceState } from './race.svelte';

export interface MeasuredSchedules {
	readonly state: ScheduleRaceState;
	readonly conditions: RaceConditions;
	readonly lanes: readonly Lane[];
	/** How often the page was hidden during the race. */
	readonly interruptions: number;
}

/** `undefined` nowhere, so that it is JSON as it stands. Times are of training alone, in ms. */
export function schedulesDocument({ state, conditions, lanes, interruptions }: MeasuredSchedules) {
	const { settings, configs, device, browser, startedAt } = conditions;
	const named = distinctions(configs);
	return {
		startedAt: new Date(startedAt).toISOString(),
		/** Whether all runs came to their end. */
		complete: state === 'finished',
		engine: device?.engine ?? null,
		adapter: device?.adapter ?? null,
		software: device?.software ?? null,
		browser,
		interruptions,
		/** Of all that have none of their own; see their `config`. */
		model: settings.model,
		order: settings.order,
		equalCost: settings.equalCost,
		/** Per cent of the paper's regularisation. */
		strength: settings.strength,
		seeds: settings.seeds,
		entrants: configs.map((config, entrant) => {
			const own = lanesOf(lanes, entrant);
			const macs = macsBySteps(config);
			return {
				kind: settings.entrants[entrant]?.kind ?? null,
				/** In which fields it differs from the first. */
				differs: named[entrant] ?? [],
				multiplyAdds: macs.at(-1) ?? 0,
				...summaryOf(own, config.batch),
				config,
				runs: own.map(({ seed, phase, step, trainMs, points }) => ({
					seed: config.seed + seed,
					...{ phase, steps: step, trainMs },
					judged: points.map((point) => ({ ...point, multiplyAdds: macs[point.step] ?? null }))
				}))
			};
		})
	};
}

const columns = [
	...['entrant', 'kind', 'seed', 'updates', 'trainMs', 'multiplyAdds', 'accuracy', 'final'],
	...['size', 'engine', 'adapter', 'model', 'train', 'test', 'startedAt']
].join(',');

/** A header, then a line for each judgement of each run. */
export function schedulesCsv(race: MeasuredSchedules): string {
	const { entrants, engine, adapter, startedAt } = schedulesDocument(race);
	const lines = entrants.flatMap(({ kind, config, runs }, entrant) =>
		runs.flatMap(({ seed, judged }) =>
			judged.map(({ step, trainMs, multiplyAdds, accuracy, final }) => [
				...[entrant + 1, kind, seed, step, trainMs, multiplyAdds, accuracy, final],
				...[config.stages.at(-1)?.size ?? null, engine, adapter, config.model],
				...[config.data.train, config.data.test, startedAt]
			])
		)
	);
	return [columns, ...lines.map((line) => line.map(cell).join(','))].map((line) => `${line}\n`).join('');
}

function cell(value: string | number | boolean | null): string {
	const text = value === null ? '' : String(value);
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
