/** What the schedule figure draws, in epochs and pixels; steps come from the same plan that training follows. */
import type { StageConfig } from '$lib/recipe/config';
import { sameConfig } from '$lib/state/field';

export interface StageBar {
	/** From 0. */
	readonly stage: number;
	readonly size: number;
	readonly dropout: number;
	/** Where it begins and ends, epochs. */
	readonly from: number;
	readonly to: number;
}

export function stageBars(stages: readonly StageConfig[]): StageBar[] {
	let from = 0;
	return stages.map(({ size, dropout, epochs }, stage) => {
		const bar = { stage, size, dropout, from, to: from + epochs };
		from = bar.to;
		return bar;
	});
}

export function totalEpochs(stages: readonly StageConfig[]): number {
	return stages.reduce((sum, { epochs }) => sum + epochs, 0);
}

/**
 * Work of the schedule relative to as many epochs at the last stage's size.
 * @param cost of one image at a size, in any unit (multiply-adds)
 */
export function relativeCost(stages: readonly StageConfig[], cost: (size: number) => number): number {
	const final = stages.at(-1);
	if (final === undefined) return 1;
	const spent = stages.reduce((sum, { size, epochs }) => sum + epochs * cost(size), 0);
	return spent / (totalEpochs(stages) * cost(final.size));
}

export function sameStages(a: readonly StageConfig[], b: readonly StageConfig[]): boolean {
	return sameConfig(a, b);
}
