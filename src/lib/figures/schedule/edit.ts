/** Changes of a schedule; each gives new stages and leaves the old ones as they are. */
import type { StageConfig } from '$lib/recipe/config';
import { progressiveStages } from '$lib/recipe/schedule';
import { totalEpochs } from './view';

type Stages = readonly StageConfig[];

export const mostStages = 8;

/** Four stages where there was only one to interpolate from. */
const usualStages = 4;

function round(epochs: number): number {
	return Number(epochs.toPrecision(9));
}

export function withStage(stages: Stages, stage: number, change: Partial<StageConfig>): StageConfig[] {
	return stages.map((old, index) => (index === stage ? { ...old, ...change } : old));
}

/** Moves the border after `stage` to `epoch`; the whole stays as long as it was. */
export function withBorder(stages: Stages, stage: number, epoch: number): StageConfig[] {
	const before = totalEpochs(stages.slice(0, stage));
	const both = totalEpochs(stages.slice(stage, stage + 2));
	return stages.map((old, index) => {
		if (index === stage) return { ...old, epochs: round(epoch - before) };
		if (index === stage + 1) return { ...old, epochs: round(both - (epoch - before)) };
		return old;
	});
}

/** One more stage like the last. */
export function withAddedStage(stages: Stages): StageConfig[] {
	return [...stages, ...stages.slice(-1)];
}

export function withoutStage(stages: Stages, stage: number): StageConfig[] {
	return stages.filter((_, index) => index !== stage);
}

/** All that stages set in equal steps from the first one to the last, epochs shared evenly. */
export function byAlgorithm1(stages: Stages): StageConfig[] {
	const first = stages[0];
	const last = stages.at(-1);
	if (first === undefined || last === undefined) return [];
	const alone = stages.length === 1;
	return progressiveStages({
		stages: alone ? usualStages : stages.length,
		epochs: totalEpochs(stages),
		from: alone ? gentler(last) : first,
		to: last
	});
}

/** A first stage for a single one to grow from, about as Table 6 of the paper begins: a third of the strength, no mixing. */
function gentler(last: StageConfig): StageConfig {
	return {
		...last,
		size: Math.round(last.size / 2),
		dropout: last.dropout / 3,
		randaugment: last.randaugment / 3,
		mixup: 0,
		cutmix: 0
	};
}

/** One stage at the last size and dropout, as long as all. */
export function atFixedSize(stages: Stages): StageConfig[] {
	return stages.slice(-1).map((last) => ({ ...last, epochs: round(totalEpochs(stages)) }));
}
