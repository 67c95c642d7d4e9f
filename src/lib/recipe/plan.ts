/** What a run's plan is made of: stages, and the steps that belong to them. */
import type { StageConfig } from './config';

/** What Algorithm 1 interpolates: all that a stage sets but its length. */
export type StageSettings = Omit<StageConfig, 'epochs'>;

export interface PlannedStage extends Readonly<StageSettings> {
	/** From 0. */
	readonly stage: number;
	/**
	 * Its steps lie from `from` to before `to`; the two are equal where the stage is shorter than a step. In random order
	 * that is the whole run.
	 */
	readonly from: number;
	readonly to: number;
	/** Share of those steps that are its own: 1, or in random order its share of the epochs. */
	readonly share: number;
}

/** Steps `from` to `to` (excluded) of a run, which need the same compiled steps. */
export interface Stretch {
	/** The stages that these steps belong to: one, or in random order all. */
	readonly stages: readonly PlannedStage[];
	/** The one whose size the network is judged at meanwhile: the last. */
	readonly judged: PlannedStage;
	readonly from: number;
	readonly to: number;
}

export interface RunPlan {
	readonly stages: readonly PlannedStage[];
	/** All steps of the run in order; none is empty. */
	readonly stretches: readonly Stretch[];
	readonly stepsPerEpoch: number;
	readonly totalSteps: number;
	/** The stage of a step (from 0). Throws RangeError for a step that the run does not have. */
	readonly stageAt: (step: number) => PlannedStage;
}
