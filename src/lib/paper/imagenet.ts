import type { Fact } from './fact';

const paper = <Value>(value: Value): Fact<Value> => ({
	value,
	source: 'Tan & Le 2021 (arXiv 2104.00298), section 5.1',
	verified: true
});

const code = <Value>(value: Value): Fact<Value> => ({
	value,
	source: 'google/automl efficientnetv2 at 6a54c8741e7c',
	verified: false
});

/** How the networks were trained on ImageNet; what the paper leaves open comes from the released code. */
export const imagenetRecipe = {
	optimizer: paper('RMSProp'),
	/** Share of the old mean square that is kept. */
	rmsDecay: paper(0.9),
	rmsEpsilon: code(1e-3),
	momentum: paper(0.9),
	weightDecay: paper(1e-5),
	epochs: paper(350),
	/** Images per step. */
	batch: paper(4096),
	peakLearningRate: paper(0.256),
	/** Linear from 0. */
	warmupEpochs: code(5),
	/** The rate is multiplied by this … */
	learningRateDecay: paper(0.97),
	/** … once in so many epochs, counted from the first step on. */
	learningRateDecayEpochs: paper(2.4),
	emaDecay: paper(0.9999),
	labelSmoothing: code(0.1),
	/** Probability that drop path approaches at the last block. */
	survivalProbability: paper(0.8)
} as const;

/** Share of the running averages of batch norm that a step keeps: what the paper says, and what the released code has. */
export const batchNormMomentum = { paper: paper(0.99), code: code(0.9) } as const;
