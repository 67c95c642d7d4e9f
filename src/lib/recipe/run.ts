import type { Dataset } from '$lib/data/dataset';
import type { Executor, ExecutorState, StepScalars } from '$lib/engine/executor';
import { TrainingBatches } from './batches';
import type { RunConfig } from './config';
import { emaDecay } from './ema';
import { Evaluator } from './evaluate';
import type { EvaluationEvent } from './events';
import { Feed } from './feed';
import { learningRate } from './learningRate';
import { stagePlan, stepsPerEpoch } from './schedule';
import type { PlannedStage, RunPlan, Stretch } from './plan';
import { StageSteps } from './stageSteps';

/** Writes the run down as it goes. Positions count updates made since step 0. */
export interface Saver {
	/** Asked after each step that was told and judged; true makes the loop wait for the device and hand over the state. */
	due(position: number): boolean;
	save(position: number, state: ExecutorState): Promise<void>;
}

export interface TrainOptions {
	/** Holds the weights that training goes on from; its state is changed, it is not disposed of. */
	readonly executor: Executor;
	readonly config: RunConfig;
	readonly dataset: Dataset;
	/** Updates that the executor's state has behind it; 0 (default) for a new run. */
	readonly position?: number;
	/** Milliseconds from any origin, e.g. `performance.now()`. */
	readonly clock: () => number;
	/**
	 * Judges the first `images` test images every `everySteps` steps and at the end of each stretch; default never. With
	 * `finalSizeOnly` at the final size alone, else at the stage's own size, too.
	 */
	readonly evaluation?: {
		readonly everySteps: number;
		readonly images: number;
		readonly finalSizeOnly?: boolean;
	};
	readonly saver?: Saver;
	/** Asked after each step: how many may be unfinished when the next one is queued; default always 1. */
	readonly inFlight?: () => number;
}

type JudgementPoint = Pick<EvaluationEvent, 'step' | 'stage' | 'size' | 'weights' | 'final'>;

/** A run that cannot begin; `message` is a sentence for the reader. */
export class TrainError extends Error {
	override readonly name = 'TrainError';
}

/** The plan of this configuration on that many training images. Throws TrainError if they do not fill a batch. */
export function planFor(config: RunConfig, images: number): RunPlan {
	const steps = stepsPerEpoch(images, config.batch);
	if (steps > 0) return stagePlan(config, steps);
	throw new TrainError(
		`The training split has ${images} images, fewer than one batch of ${config.batch}: choose a smaller batch.`
	);
}

/** Side at which the run is judged at the end, pixels. */
export function finalSize(config: RunConfig): number {
	return config.evalSize ?? config.stages.at(-1)?.size ?? NaN;
}

/** A run under way: what its parts share, and what must be freed when it ends. */
export class Run {
	readonly options: TrainOptions;
	readonly plan: RunPlan;
	readonly batches: TrainingBatches;
	readonly steps: StageSteps;
	readonly feed: Feed;
	/** Training time so far, ms. */
	trainMs = 0;
	readonly #evaluator: Evaluator;
	#good: { readonly position: number; readonly state: ExecutorState } | null = null;

	constructor(options: TrainOptions) {
		const { executor, config, dataset, clock, position = 0 } = options;
		this.options = options;
		this.plan = planFor(config, dataset.train.count);
		if (!(position >= 0 && position <= this.plan.totalSteps)) {
			throw new TrainError(
				`The run has ${this.plan.totalSteps} steps; it cannot go on from step ${position}.`
			);
		}
		this.batches = new TrainingBatches(dataset, config);
		this.steps = new StageSteps(executor, config.batch, clock);
		this.#evaluator = new Evaluator(executor, config.batch, dataset.classes.length);
		this.feed = new Feed(executor, dataset.train);
	}

	/** Stretches that are not over. */
	get remaining(): Stretch[] {
		const { position = 0 } = this.options;
		return this.plan.stretches.filter(({ to }) => to > position);
	}

	/** Throws EngineError `out-of-memory` where a later stage could not be trained: before the first step, not at its border. */
	requireRoom(): void {
		const { executor, config } = this.options;
		const sizes = this.remaining.flatMap(({ stages }) => stages.map(({ size }) => size));
		for (const imageSize of new Set(sizes)) executor.requireRoom?.({ imageSize, batch: config.batch });
	}

	/** Everything that changes from step to step, for the update that follows `step` others. */
	scalars(stage: PlannedStage, step: number): StepScalars {
		const { config } = this.options;
		return {
			step,
			learningRate: learningRate(config.learningRate, step, this.plan),
			weightDecay: config.weightDecay,
			clipNorm: config.clipNorm,
			dropout: stage.dropout,
			dropPath: stage.dropPath,
			labelSmoothing: config.labelSmoothing,
			emaDecay: config.emaDecay === null ? 0 : emaDecay(config.emaDecay, step)
		};
	}

	/** Whether the network is judged after `position` steps, the last of which belonged to `stretch`. */
	judgedAt(stretch: Stretch, position: number): boolean {
		const { evaluation } = this.options;
		if (!evaluation || position === this.plan.totalSteps) return false;
		return position % evaluation.everySteps === 0 || position === stretch.to;
	}

	/** Judges on the test split; where it is final, on all of it and with the confusion of classes. */
	async judge(at: JudgementPoint): Promise<EvaluationEvent> {
		const { dataset, evaluation } = this.options;
		const limit = at.final ? dataset.test.count : (evaluation?.images ?? dataset.test.count);
		const judged = await this.#evaluator.judge(dataset.test, { ...at, limit });
		const { confusion, ...scored } = judged;
		const told = { type: 'evaluation', ...at, ...scored, trainMs: this.trainMs } as const;
		return at.final ? { ...told, confusion } : told;
	}

	/** Keeps the executor's state as one that can be gone back to; null if its weights are no longer numbers. */
	async keep(position: number): Promise<ExecutorState | null> {
		const state = await this.options.executor.readState();
		if (![...state.parameters.values()].every(allFinite)) return null;
		this.#good = { position, state };
		return state;
	}

	/** Goes back to the state that was kept last; returns the updates that it has behind it. */
	restore(): number {
		if (this.#good === null) return this.options.position ?? 0;
		this.options.executor.writeState(this.#good.state);
		return this.#good.position;
	}

	/** Frees what the stretch that ends here needed. */
	leaveStretch(): void {
		this.#evaluator.keepOnly(finalSize(this.options.config));
	}

	async dispose(): Promise<void> {
		this.#evaluator.dispose();
		await this.steps.dispose();
		this.feed.dispose();
	}
}

function allFinite(values: Float32Array): boolean {
	return values.every((value) => Number.isFinite(value));
}
