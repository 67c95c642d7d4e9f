import type { RunConfig } from './config';
import { progressiveStages, unregularised } from './schedule';

/**
 * How fast the engine is: `gpu` a real graphics card, `processor` our own kernels on the processor, `software` a GPU
 * program on the processor (SwiftShader), `cpu` plain JavaScript.
 */
export type EngineSpeed = 'gpu' | 'processor' | 'software' | 'cpu';

/** The settings that do not depend on speed: SGD with Nesterov momentum, as the data set's figures were made. */
const common = {
	version: 2,
	padding: 'same',
	bnEpsilon: 1e-3,
	seed: 0,
	batch: 32,
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
} as const satisfies Partial<RunConfig>;

/** A run that ends while a reader watches, on an engine of that speed. */
export function defaultConfig(speed: EngineSpeed): RunConfig {
	if (speed === 'gpu') {
		return {
			...common,
			model: 'v2-nano',
			data: { kind: 'procedural', seed: 0, train: 5000, test: 1000 },
			stages: progressiveStages({
				stages: 4,
				epochs: 8,
				from: { ...unregularised, size: 16, dropout: 0.1 },
				to: { ...unregularised, size: 32, dropout: 0.3 }
			})
		};
	}
	if (speed === 'processor') {
		// 24 s in Chromium on two cores of a server.
		return {
			...common,
			model: 'v2-nano',
			data: { kind: 'procedural', seed: 0, train: 2000, test: 500 },
			stages: progressiveStages({
				stages: 4,
				epochs: 6,
				from: { ...unregularised, size: 16, dropout: 0.1 },
				to: { ...unregularised, size: 28, dropout: 0.2 }
			})
		};
	}
	const images = speed === 'software' ? 2000 : 1000;
	return {
		...common,
		model: 'v2-pico',
		data: { kind: 'procedural', seed: 0, train: images, test: 500 },
		stages: progressiveStages({
			stages: 4,
			epochs: 4,
			from: { ...unregularised, size: 12, dropout: 0.1 },
			to: { ...unregularised, size: 24, dropout: 0.1 }
		})
	};
}
