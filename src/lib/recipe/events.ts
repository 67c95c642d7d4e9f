/** What the training loop tells while it runs. Plain values only: they cross the worker's door as they are. */

import type { PlannedStage } from './plan';

/** A stage is about to begin; in random order all do at once. */
export interface StageEvent extends PlannedStage {
	readonly type: 'stage';
	/** Time to compile the step for its image size, ms. */
	readonly compileMs: number;
}

export interface StepEvent {
	readonly type: 'step';
	/** Number of this update, from 0. */
	readonly step: number;
	readonly stage: number;
	/** Epochs trained after this step, fractional. */
	readonly epoch: number;
	readonly learningRate: number;
	readonly loss: number;
	/** Right answers in the batch, before the update. */
	readonly correct: number;
	readonly images: number;
	readonly gradientNorm: number;
	/** Wall time spent in training steps so far (evaluation and pauses left out), ms. */
	readonly trainMs: number;
}

export interface EvaluationEvent {
	readonly type: 'evaluation';
	/** Updates made before this evaluation. */
	readonly step: number;
	readonly stage: number;
	/** Image side of this evaluation: the stage's own while training, and the final size beside it; at the end also others. */
	readonly size: number;
	readonly weights: 'parameters' | 'ema';
	readonly correct: number;
	readonly images: number;
	/** Mean cross-entropy without smoothing. */
	readonly loss: number;
	/** Whether this was the judgement at the end of the run, on the whole test split. */
	readonly final: boolean;
	/** How many images of a class were taken for which, see `Score`; at the end of the run only. */
	readonly confusion?: Uint32Array<ArrayBuffer>;
	readonly trainMs: number;
}

/** The saver had the state after `position` updates, and everything was told of them: a good place to stop. */
export interface SavedEvent {
	readonly type: 'saved';
	readonly position: number;
}

/** The loss is no longer a number; the run stops, the executor back at its last good state. */
export interface DivergedEvent {
	readonly type: 'diverged';
	readonly step: number;
	/** Updates that the state has behind it. */
	readonly position: number;
}

export interface EndEvent {
	readonly type: 'end';
	readonly steps: number;
	readonly trainMs: number;
}

export type TrainEvent = StageEvent | StepEvent | EvaluationEvent | SavedEvent | DivergedEvent | EndEvent;
