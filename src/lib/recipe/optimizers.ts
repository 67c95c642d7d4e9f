import type { OptimizerSpec } from '$lib/engine/executor';

/** An update rule with the rates that usually go with it. */
export interface OptimizerDefaults {
	readonly spec: OptimizerSpec;
	/** Peak. */
	readonly learningRate: number;
	readonly weightDecay: number;
}

export const optimizerDefaults: Readonly<Record<OptimizerSpec['kind'], OptimizerDefaults>> = {
	sgd: { spec: { kind: 'sgd', momentum: 0.9 }, learningRate: 0.05, weightDecay: 5e-4 },
	rmsprop: {
		spec: { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 },
		learningRate: 0.01,
		weightDecay: 1e-5
	},
	adamw: {
		spec: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
		learningRate: 1e-3,
		weightDecay: 0.05
	}
};
