/**
 * The progressive schedule: what each stage of a run is, and at which step it begins and ends. The figure that
 * draws a schedule and the loop that trains by it read the same plan.
 */
import type { RunConfig, StageConfig } from './config';
import type { RunPlan, StageSettings } from './plan';
import { progressiveOrder, randomOrder } from './order';

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

/** Every regulariser that goes by stage, off. */
export const unregularised = { dropout: 0, randaugment: 0, mixup: 0, cutmix: 0, dropPath: 0 } as const;

/** Stages by Algorithm 1 with sizes rounded to whole pixels and `epochs` in all, split evenly. */
export function progressiveStages(ramp: {
	readonly stages: number;
	readonly epochs: number;
	readonly from: Readonly<StageSettings>;
	readonly to: Readonly<StageSettings>;
}): StageConfig[] {
	const tidy = (value: number) => Number(value.toPrecision(12));
	return algorithm1<keyof StageSettings>(ramp).map((values) => ({
		size: Math.round(values.size),
		epochs: ramp.epochs / ramp.stages,
		dropout: tidy(values.dropout),
		randaugment: tidy(values.randaugment),
		mixup: tidy(values.mixup),
		cutmix: tidy(values.cutmix),
		dropPath: tidy(values.dropPath)
	}));
}

/** Full batches in one pass over `images` training images; the last short batch is dropped. */
export function stepsPerEpoch(images: number, batch: number): number {
	return Math.floor(images / batch);
}

/** The run in steps. Their number is the nearest whole one to the epochs of all stages, and at least 1. */
export function stagePlan(
	config: Pick<RunConfig, 'stages' | 'order' | 'seed'>,
	stepsPerEpoch: number
): RunPlan {
	const epochs = config.stages.reduce((sum, stage) => sum + stage.epochs, 0);
	const totalSteps = Math.max(1, Math.round(epochs * stepsPerEpoch));
	const ordered =
		config.order === 'random'
			? randomOrder(config.stages, totalSteps, config.seed)
			: progressiveOrder(config.stages, totalSteps);
	return { ...ordered, stepsPerEpoch, totalSteps };
}

/** How many of the run's steps belong to each stage. */
export function stepsByStage({ stages, totalSteps, stageAt }: RunPlan): number[] {
	const counts = stages.map(() => 0);
	for (let step = 0; step < totalSteps; step++) {
		const { stage } = stageAt(step);
		counts[stage] = (counts[stage] ?? 0) + 1;
	}
	return counts;
}

/** Image side, pixels, at which a run spends most of its time: multiply-adds grow with the square of the side. */
export function costliestSize({ stages }: Pick<RunConfig, 'stages'>): number {
	const cost = ({ size, epochs }: StageConfig) => epochs * size ** 2;
	return stages.reduce((most, stage) => (cost(stage) > cost(most) ? stage : most)).size;
}
