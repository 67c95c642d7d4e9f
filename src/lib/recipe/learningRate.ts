import type { LearningRateConfig } from './config';

/** How long the run is, in the units that the rate counts in. */
export interface RunLength {
	readonly stepsPerEpoch: number;
	readonly totalSteps: number;
}

/**
 * Learning rate of the update that follows `step` others. Warm-up is linear from 0; the decay that takes over is
 * counted from step 0, not from the end of the warm-up, as in the released code. One-cycle has a course of its own.
 */
export function learningRate(config: LearningRateConfig, step: number, length: RunLength): number {
	if (config.schedule === 'one-cycle') return oneCycle(config, step, length);
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

/** PyTorch's `div_factor`: the rate begins at this part of the peak. */
const START_DIVISOR = 25;

/**
 * Smith and Topin's one cycle as PyTorch's `OneCycleLR` has it with its cosine annealing: along half a cosine from a
 * 25th of the peak up to the peak at the warm-up's last step, then along another down to `minimum` at the run's last
 * step. `pct_start` is the warm-up's share of the run; `minimum` is given outright, where PyTorch divides by
 * `final_div_factor`; and the momentum stays as it is (`cycle_momentum=False`).
 */
function oneCycle(
	{ peak, minimum, warmupEpochs }: LearningRateConfig,
	step: number,
	{ stepsPerEpoch, totalSteps }: RunLength
): number {
	const top = Math.max(0, warmupEpochs * stepsPerEpoch - 1);
	if (step < top) return alongCosine(peak / START_DIVISOR, peak, step / top);
	const way = Math.max(1, totalSteps - 1 - top);
	return alongCosine(peak, minimum, Math.min(1, (step - top) / way));
}

/** From one value to another along half a cosine, by the share of the way, 0 to 1. */
function alongCosine(from: number, to: number, share: number): number {
	return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
