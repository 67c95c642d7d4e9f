/** In which order the steps of a run go through its stages. */
import { CounterStream } from '$lib/random/stream';
import type { StageConfig } from './config';
import type { PlannedStage, RunPlan } from './plan';

type Ordered = Pick<RunPlan, 'stages' | 'stretches' | 'stageAt'>;

/**
 * One stage after the other. Stage i ends at int(share of the epochs up to its end × total steps), as the released code
 * counts; the last one at the total.
 */
export function progressiveOrder(configured: readonly StageConfig[], totalSteps: number): Ordered {
	const epochs = epochsOf(configured);
	const stages: PlannedStage[] = [];
	let passed = 0;
	for (const [stage, { epochs: own, ...settings }] of configured.entries()) {
		passed += own;
		const last = stage === configured.length - 1;
		const from = stages.at(-1)?.to ?? 0;
		const to = last ? totalSteps : wholeSteps((passed / epochs) * totalSteps);
		stages.push({ stage, ...settings, from, to, share: 1 });
	}
	const stretches = stages
		.filter(({ from, to }) => to > from)
		.map((stage) => ({ stages: [stage], judged: stage, from: stage.from, to: stage.to }));
	const stageAt = (step: number) => found(stages, step, ({ from, to }) => from <= step && step < to);
	return { stages, stretches, stageAt };
}

/**
 * Every step in a stage of its own drawing, in proportion to the stages' epochs: "random resize" of the paper's Table
 * 13, which changes the size every eight epochs where this changes it at every step. Stream `stage`: draw i, uniform in
 * [0, 1), lies in the stage of step i when these are laid end to end by their shares.
 */
export function randomOrder(configured: readonly StageConfig[], totalSteps: number, seed: number): Ordered {
	const epochs = epochsOf(configured);
	const stages = configured.map(({ epochs: own, ...settings }, stage) => ({
		stage,
		...settings,
		from: 0,
		to: totalSteps,
		share: own / epochs
	}));
	const ends = stages.map(({ stage }) => epochsOf(configured.slice(0, stage + 1)) / epochs);
	const draws = new CounterStream(seed, 'stage');
	const stageAt = (step: number) => {
		const drawn = step >= 0 && step < totalSteps ? draws.uniform(step) : 1;
		return found(stages, step, ({ stage }) => drawn < (ends[stage] ?? 1));
	};
	const stretches = stages.slice(-1).map((judged) => ({ stages, judged, from: 0, to: totalSteps }));
	return { stages, stretches, stageAt };
}

function found(
	stages: readonly PlannedStage[],
	step: number,
	isIt: (stage: PlannedStage) => boolean
): PlannedStage {
	const stage = stages.find(isIt);
	if (stage === undefined) throw new RangeError(`the run has no step ${step}`);
	return stage;
}

function epochsOf(stages: readonly StageConfig[]): number {
	return stages.reduce((sum, { epochs }) => sum + epochs, 0);
}

/** int(), forgiving the last bits that thirds and tenths lose: 0.3 / 0.9 × 30 steps are 10, not 9.999…. */
function wholeSteps(steps: number): number {
	return Math.floor(steps + 1e-6);
}
