import type { Graph } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import type { Batch, StepShape, StepStatistics } from '../executor';

/** What every contestant of a race trains: the same network from the same weights on the same batch. */
export interface Course {
	readonly graph: Graph;
	readonly shape: StepShape;
	readonly parameters: ParameterMap;
	readonly batch: Batch;
	/** Of SGD with Nesterov momentum; no weight decay, no clipping, nothing dropped. */
	readonly learningRate: number;
	readonly momentum: number;
}

/** A training step that can be run over and over, whoever computes it. */
export interface Racer {
	/** Where the contestant keeps such books itself. */
	readonly statistics?: StepStatistics;
	/** Starts one step; resolves when its JavaScript is through, which may be before the device is. */
	run(): void | Promise<void>;
	/** Waits until at most `inFlight` of the started steps are unfinished; gives their losses, oldest first. */
	finish(inFlight: number): Promise<number[]>;
	dispose(): void;
}
