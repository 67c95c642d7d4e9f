/** What the schedule figure draws, in epochs and pixels; steps come from the same plan that training follows. */
import type { StageConfig } from '$lib/recipe/config';

/** A stage with its place in the run. */
export interface StageBar extends StageConfig {
	/** From 0. */
	readonly stage: number;
	/** Where it begins and ends, epochs. */
	readonly from: number;
	readonly to: number;
}

export function stageBars(stages: readonly StageConfig[]): StageBar[] {
	let from = 0;
	return stages.map((own, stage) => {
		const bar = { ...own, stage, from, to: from + own.epochs };
		from = bar.to;
		return bar;
	});
}

export function totalEpochs(stages: readonly StageConfig[]): number {
	return stages.reduce((sum, { epochs }) => sum + epochs, 0);
}

export function sameStages(a: readonly StageConfig[], b: readonly StageConfig[]): boolean {
	return a.length === b.length && a.every((stage, index) => sameStage(stage, b[index]));
}

function sameStage(a: StageConfig, b: StageConfig | undefined): boolean {
	const names = Object.keys(a) as (keyof StageConfig)[];
	return names.every((name) => a[name] === b?.[name]);
}
