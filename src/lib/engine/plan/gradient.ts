/** What a gradient step feeds its plan, and what it makes of the plan's results, on any device. */
import type { Gradients } from '../executor';
import { plainScalars } from '../plainScalars';
import { unpack, type RunState } from './runState';
import { scalarCount, writeScalars } from './scalars';

/** The scalars of a step without update. */
export function gradientScalars(labelSmoothing: number): Float32Array<ArrayBuffer> {
	const scalars = new Float32Array(scalarCount(0));
	writeScalars(scalars, { ...plainScalars, labelSmoothing }, { seed: 0, depths: [], betas: [0, 0] });
	return scalars;
}

/** Spaces as a gradient step has left them. */
export interface GradientSpaces {
	readonly row: Float32Array;
	readonly gradients: Float32Array;
	/** The running statistics before the step. */
	readonly statistics: Float32Array;
	readonly batchStatistics: Float32Array;
	readonly logits: Float32Array;
	readonly imageGradient: Float32Array;
}

export function gradientsOf({ graph, layouts }: RunState, spaces: GradientSpaces): Gradients {
	const { row, gradients, statistics, batchStatistics, logits, imageGradient } = spaces;
	const { bnMomentum } = graph.options;
	const after = statistics.map((old, i) => bnMomentum * old + (1 - bnMomentum) * (batchStatistics[i] ?? NaN));
	return {
		loss: row[0] ?? NaN,
		logits,
		parameters: unpack(layouts.trainable, gradients),
		statistics: unpack(layouts.statistics, after),
		input: imageGradient
	};
}
