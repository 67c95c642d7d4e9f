/**
 * What a link of version 1 leaves out is as here. Never changed: it would change what links mean that are on paper
 * already. Links of a new version get a base of their own.
 */
import type { RunConfig } from '$lib/recipe/config';

export const linkBase: RunConfig = {
	version: 2,
	model: 'v2-nano',
	padding: 'same',
	bnEpsilon: 1e-3,
	data: { kind: 'procedural', seed: 0, train: 5000, test: 1000 },
	seed: 0,
	batch: 32,
	stages: [
		{ size: 16, epochs: 2, dropout: 0.1, randaugment: 0, mixup: 0, cutmix: 0, dropPath: 0 },
		{ size: 21, epochs: 2, dropout: 0.166666666667, randaugment: 0, mixup: 0, cutmix: 0, dropPath: 0 },
		{ size: 27, epochs: 2, dropout: 0.233333333333, randaugment: 0, mixup: 0, cutmix: 0, dropPath: 0 },
		{ size: 32, epochs: 2, dropout: 0.3, randaugment: 0, mixup: 0, cutmix: 0, dropPath: 0 }
	],
	order: 'progressive',
	optimizer: { kind: 'sgd', momentum: 0.9 },
	learningRate: {
		schedule: 'cosine',
		peak: 0.05,
		warmupEpochs: 1,
		minimum: 0,
		decay: 0.97,
		decayEpochs: 2.4
	},
	weightDecay: 5e-4,
	clipNorm: null,
	labelSmoothing: 0.1,
	randaugmentLayers: 2,
	interpolation: 'nearest',
	emaDecay: null,
	flip: true,
	cropPadding: 2,
	evalSize: null,
	testSizes: []
};

/** What comes in several kinds: for each kind what a link leaves out, the base's own first. */
export const linkKinds = {
	optimizer: [
		linkBase.optimizer,
		{ kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 },
		{ kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
	],
	data: [
		linkBase.data,
		{ kind: 'cifar10', train: null, test: null },
		{ kind: 'cifar100', train: null, test: null },
		{ kind: 'folders', train: null, test: null, side: 32, seed: 0 }
	]
} satisfies { readonly [Field in 'optimizer' | 'data']: readonly RunConfig[Field][] };
