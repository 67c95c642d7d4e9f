import type { StepScalars } from './executor';

/** A step that learns nothing: nothing is dropped, decayed, smoothed or clipped, and the rate is 0. */
export const plainScalars: StepScalars = {
	step: 0,
	learningRate: 0,
	weightDecay: 0,
	clipNorm: null,
	dropout: 0,
	dropPath: 0,
	labelSmoothing: 0,
	emaDecay: 0
};
