/** What was measured of blocks as a file that the reader takes away, and under what. */
import type { BlockConditions, BlocksState } from './lab.svelte';
import type { BlockResult } from './results';

export interface MeasuredBlocks {
	readonly state: BlocksState;
	readonly conditions: BlockConditions;
	readonly interruptions: number;
	readonly results: readonly BlockResult[];
}

/** Rows as `lab blocks --json` has them, of all engines one after the other. */
export function blocksDocument({ state, conditions, interruptions, results }: MeasuredBlocks) {
	const { settings, browser, startedAt } = conditions;
	const { model, own, imageSize, batch, repeats } = settings;
	return {
		startedAt: new Date(startedAt).toISOString(),
		/** Whether all turns were taken on every device. */
		complete: state === 'finished' && results.every(({ missed }) => missed === null),
		browser,
		model,
		...(model === 'own' ? { own } : {}),
		size: imageSize,
		batch,
		repeats,
		/** How often the page was hidden; turns that met it were run again. */
		interruptions,
		devices: results
			.filter(({ rows }) => rows.length > 0)
			.map(({ engine, device, roof, done, steps, drift }) => ({
				engine,
				adapter: device?.adapter ?? null,
				software: device?.software ?? null,
				threads: device?.threads ?? null,
				roof,
				turns: done,
				drift,
				steps
			})),
		rows: results.flatMap(({ rows }) => rows),
		ratios: results.flatMap(({ ratios }) => ratios)
	};
}

/** As CSV: a header, then a line for each engine, stage and kind of block. */
export function blocksCsv(measured: MeasuredBlocks): string {
	const { startedAt, browser, model, devices, rows } = blocksDocument(measured);
	const lines = rows.map(({ quartiles, wholeStage, ...row }) => ({
		...{ startedAt, browser, model },
		adapter: devices.find(({ engine }) => engine === row.engine)?.adapter ?? '',
		...row,
		...ends('', quartiles),
		layers: wholeStage.layers,
		stageForwardMs: wholeStage.forwardMs,
		stageBackwardMs: wholeStage.backwardMs,
		stageStepMs: wholeStage.stepMs,
		stageMacs: wholeStage.macs,
		stageBytes: wholeStage.bytes,
		stageParams: wholeStage.params,
		...ends('stage', wholeStage.quartiles)
	}));
	const [first] = lines;
	if (first === undefined) return '';
	return [Object.keys(first), ...lines.map((line) => Object.values(line))]
		.map((cells) => `${cells.map(cell).join(',')}\n`)
		.join('');
}

/** The quartiles in cells of their own, e.g. `stepMsLow`. */
function ends(prefix: string, quartiles: BlockResult['rows'][number]['quartiles']) {
	const named = (name: string) =>
		prefix === '' ? name : `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
	return Object.fromEntries(
		Object.entries(quartiles).flatMap(([name, [low, high]]) => [
			[`${named(name)}Low`, low],
			[`${named(name)}High`, high]
		])
	);
}

function cell(value: string | number): string {
	const text = String(value);
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
