/**
 * The progressive schedule: what each stage of a run is, and at which step it begins and ends. The figure that
 * draws a schedule and the loop that trains by it read the same plan.
 */
import type { RunConfig, StageConfig } from './config';

/**
 * Algorithm 1 of the paper: every quantity goes in equal steps from its first to its last value,
 * `S_i = S_0 + (S_e - S_0)·i/(M-1)`. Nothing is rounded. One stage alone takes the last values.
 */
export function algorithm1<Quantity extends string>(ramp: {
	/** M, at least 1. */
	readonly stages: number;
	readonly from: Readonly<Record<Quantity, number>>;
	readonly to: Readonly<Record<Quantity, number>>;
}): Record<Quantity, number>[] {
	const { stages, from, to } = ramp;
	const quantities = Object.keys(to) as Quantity[];
	return Array.from({ length: stages }, (_, stage) => {
		const share = stages === 1 ? 1 : stage / (stages - 1);
		const values = quantities.map((name) => [name, from[name] + (to[name] - from[name]) * share]);
		return Object.fromEntries(values) as Record<Quantity, number>;
	});
}

/** What a stage ramp interpolates: image side in pixels and dropout rate. */
export interface StageValues {
	readonly size: number;
	readonly dropout: number;
}

/** Stages by Algorithm 1 with sizes rounded to whole pixels and `epochs` in all, split evenly. */
export function progressiveStages(ramp: {
	readonly stages: number;
	readonly epochs: number;
	readonly from: StageValues;
	readonly to: StageValues;
}): StageConfig[] {
	return algorithm1<keyof StageValues>(ramp).map(({ size, dropout }) => ({
		size: Math.round(size),
		epochs: ramp.epochs / ramp.stages,
		dropout: Number(dropout.toPrecision(12))
	}));
}

export interface PlannedStage {
	/** From 0. */
	readonly stage: number;
	/** Image side, pixels. */
	readonly size: number;
	readonly dropout: number;
	/** First step of the stage and the step it ends before; equal where the stage is shorter than a step. */
	readonly from: number;
	readonly to: number;
}

export interface RunPlan {
	readonly stages: readonly PlannedStage[];
	readonly stepsPerEpoch: number;
	readonly totalSteps: number;
}

/** Full batches in one pass over `images` training images; the last short batch is dropped. */
export function stepsPerEpoch(images: number, batch: number): number {
	return Math.floor(images / batch);
}

/**
 * The run in steps. Stage i ends at int(share of the epochs up to its end × total steps), as the released code
 * counts; the last one at the total, which is the nearest whole number of steps and at least one.
 */
export function stagePlan(config: Pick<RunConfig, 'stages'>, stepsPerEpoch: number): RunPlan {
	const epochs = config.stages.reduce((sum, stage) => sum + stage.epochs, 0);
	const totalSteps = Math.max(1, Math.round(epochs * stepsPerEpoch));
	const stages: PlannedStage[] = [];
	let passed = 0;
	for (const [stage, { size, dropout, epochs: own }] of config.stages.entries()) {
		passed += own;
		const last = stage === config.stages.length - 1;
		const from = stages.at(-1)?.to ?? 0;
		const to = last ? totalSteps : wholeSteps((passed / epochs) * totalSteps);
		stages.push({ stage, size, dropout, from, to });
	}
	return { stages, stepsPerEpoch, totalSteps };
}

/** int(), forgiving the last bits that thirds and tenths lose: 0.3 / 0.9 × 30 steps are 10, not 9.999…. */
function wholeSteps(steps: number): number {
	return Math.floor(steps + 1e-6);
}

/** Image side, pixels, at which a run spends most of its time: multiply-adds grow with the square of the side. */
export function costliestSize({ stages }: Pick<RunConfig, 'stages'>): number {
	const cost = ({ size, epochs }: StageConfig) => epochs * size ** 2;
	return stages.reduce((most, stage) => (cost(stage) > cost(most) ? stage : most)).size;
}
