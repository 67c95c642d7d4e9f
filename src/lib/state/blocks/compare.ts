/** Results side by side: a column for each device of each result. Pure. */
import type { SharedBlocks, SharedDevice, SharedStage } from './shared';

export interface Column {
	/** Null for what was measured here, else which of the opened results it is of, from 0. */
	readonly opened: number | null;
	readonly result: SharedBlocks;
	readonly device: SharedDevice;
}

/** One's own result first, where there is one. */
export function columnsOf(own: SharedBlocks | null, opened: readonly SharedBlocks[]): Column[] {
	const of = (result: SharedBlocks, which: number | null): Column[] =>
		result.devices.map((device) => ({ opened: which, result, device }));
	return [...(own === null ? [] : of(own, null)), ...opened.flatMap((result, at) => of(result, at))];
}

export interface StageRow {
	readonly stage: number;
	/** In the order of the columns; null where a result has no such stage. */
	readonly cells: readonly (SharedStage | null)[];
}

/** Every stage that one of them has. */
export function stageRows(columns: readonly Column[]): StageRow[] {
	const stages = new Set(columns.flatMap(({ device }) => device.stages.map(({ stage }) => stage)));
	return [...stages]
		.sort((a, b) => a - b)
		.map((stage) => ({
			stage,
			cells: columns.map(({ device }) => device.stages.find((each) => each.stage === stage) ?? null)
		}));
}

/** Settings that change what is measured; turns only change how well it is known. */
export const settingNames = ['model', 'own', 'imageSize', 'batch', 'repeats'] as const;
export type SettingName = (typeof settingNames)[number];

/** In which settings the results are not all alike. */
export function differingSettings(results: readonly SharedBlocks[]): SettingName[] {
	const [first, ...others] = results;
	if (first === undefined) return [];
	const text = (result: SharedBlocks, name: SettingName) => JSON.stringify(result[name] ?? null);
	return settingNames.filter((name) => others.some((other) => text(other, name) !== text(first, name)));
}
