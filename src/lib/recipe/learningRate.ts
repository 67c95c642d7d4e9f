import type { LearningRateConfig } from './config';

/** How long the run is, in the units that the rate counts in. */
export interface RunLength {
	readonly stepsPerEpoch: number;
	readonly totalSteps: number;
}

/**
 * Learning rate of the update that follows `step` others. Warm-up is linear from 0; the decay that takes over is
 * counted from step 0, not from the end of the warm-up, as in the released code.
 */
export function learningRate(config: LearningRateConfig, step: number, length: RunLength): number {
	const warmupSteps = config.warmupEpochs * length.stepsPerEpoch;
	if (step < warmupSteps) return (config.peak * step) / warmupSteps;
	switch (config.schedule) {
		case 'constant':
			return config.peak;
		case 'exponential': {
			// A staircase: the paper multiplies by 0.97 every 2.4 epochs.
			const stairs = Math.floor(step / (config.decayEpochs * length.stepsPerEpoch));
			return config.peak * config.decay ** stairs;
		}
		case 'cosine': {
			const wave = (1 + Math.cos((Math.PI * step) / length.totalSteps)) / 2;
			return config.minimum + (config.peak - config.minimum) * wave;
		}
	}
}
