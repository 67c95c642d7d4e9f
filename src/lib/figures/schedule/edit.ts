/** Changes of a schedule; each gives new stages and leaves the old ones as they are. */
import type { StageConfig } from '$lib/recipe/config';
import { progressiveStages } from '$lib/recipe/schedule';
import { sameStages, totalEpochs } from './view';

type Stages = readonly StageConfig[];

/**
 * How the stages hang together: `ends`, all follow from the first and the last by Algorithm 1; `free`, each is
 * what it is.
 */
export type EditMode = 'ends' | 'free';

export const mostStages = 8;

/** Four stages where there was only one to interpolate from. */
const usualStages = 4;

function round(epochs: number): number {
	return Number(epochs.toPrecision(9));
}

/** Whether the stages are Algorithm 1's between their ends. */
export function modeOf(stages: Stages): EditMode {
	return stages.length > 1 && sameStages(stages, byAlgorithm1(stages)) ? 'ends' : 'free';
}

/** A stage with other values. Where its ends make the schedule, what lies between follows them. */
export function withStage(
	stages: Stages,
	stage: number,
	change: Partial<StageConfig>,
	mode: EditMode
): StageConfig[] {
	const changed = stages.map((old, index) => (index === stage ? { ...old, ...change } : old));
	const isEnd = stage === 0 || stage === stages.length - 1;
	return mode === 'ends' && isEnd && change.epochs === undefined ? byAlgorithm1(changed) : changed;
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

/** One more stage like the last; by Algorithm 1 one more between the same ends, in the same time. */
export function withAddedStage(stages: Stages, mode: EditMode): StageConfig[] {
	if (mode === 'free') return [...stages, ...stages.slice(-1)];
	const [first, ...rest] = stages;
	return first === undefined ? [] : spread([first, first, ...rest], totalEpochs(stages));
}

export function withoutStage(stages: Stages, stage: number, mode: EditMode): StageConfig[] {
	const left = stages.filter((_, index) => index !== stage);
	return mode === 'ends' && left.length > 1 ? spread(left, totalEpochs(stages)) : left;
}

/** Every quantity in equal steps from the first stage to the last, epochs shared evenly. */
export function byAlgorithm1(stages: Stages): StageConfig[] {
	return spread(stages, totalEpochs(stages));
}

function spread(stages: Stages, epochs: number): StageConfig[] {
	const first = stages[0];
	const last = stages.at(-1);
	if (first === undefined || last === undefined) return [];
	const alone = stages.length === 1;
	return progressiveStages({
		stages: alone ? usualStages : stages.length,
		epochs,
		from: alone ? weaker(last) : first,
		to: last
	});
}

/** Where a lone stage could have begun, about as in Table 6 of the paper: half its side, a third of the strength, no mixing. */
function weaker(last: StageConfig): StageConfig {
	const third = (value: number) => Number((value / 3).toPrecision(3));
	return {
		...last,
		size: Math.round(last.size / 2),
		dropout: third(last.dropout),
		randaugment: third(last.randaugment),
		mixup: 0,
		cutmix: 0,
		dropPath: third(last.dropPath)
	};
}

/** One stage with the last one's values, as long as all. */
export function atFixedSize(stages: Stages): StageConfig[] {
	return stages.slice(-1).map((last) => ({ ...last, epochs: round(totalEpochs(stages)) }));
}
