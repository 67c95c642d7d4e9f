import type { Dataset } from '$lib/data/dataset';
import type { RunConfig } from '$lib/recipe/config';
import { defaultConfig } from '$lib/recipe/defaults';
import { TrainError } from '$lib/recipe/run';
import { stepsPerEpoch, unregularised } from '$lib/recipe/schedule';
import type { SearchSettings } from './settings';

/** Share of the steps in which the learning rate rises. */
const WARM_UP = 0.1;

/**
 * How every candidate is trained: the playground's recipe (SGD with momentum along a cosine) for a number of steps at one
 * size, without dropout or other regularisers, since so short a training over-fits nothing. Throws TrainError where the
 * images do not fill a batch.
 */
export function candidateConfig(settings: SearchSettings, { train, test }: Dataset): RunConfig {
	const { backbone, batch, seed, size, steps } = settings;
	const perEpoch = stepsPerEpoch(train.count, batch);
	if (perEpoch === 0) {
		throw new TrainError(
			`After the held-out images ${train.count} are left to train on, fewer than one batch of ${batch}: choose a smaller batch.`
		);
	}
	const usual = defaultConfig('processor');
	return {
		...usual,
		...{ model: backbone, seed, batch },
		// The loop trains on the images that it is given; this only says what they are.
		data: { kind: 'procedural', seed, train: train.count, test: test.count },
		stages: [{ ...unregularised, size, epochs: steps / perEpoch }],
		learningRate: { ...usual.learningRate, warmupEpochs: (WARM_UP * steps) / perEpoch }
	};
}
