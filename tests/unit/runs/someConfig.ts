import fc from 'fast-check';
import { variantNames } from '$lib/model/variants';
import { parseRunConfig } from '$lib/recipe/parse';
import type { RunConfig } from '$lib/recipe/config';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const rate = number(0, 0.95);
const positive = number(1e-12, 1e12);
const count = fc.integer({ min: 1, max: 1_000_000 });
const seed = fc.integer({ min: 0, max: 0xffffffff });
const size = fc.integer({ min: 8, max: 512 });

const stage = fc.record({
	size,
	epochs: number(1e-6, 10_000),
	dropout: rate,
	randaugment: number(0, 30),
	mixup: number(0, 10),
	cutmix: number(0, 10),
	dropPath: rate
});

/** Any configuration that the schema takes and whose network exists; a folder, which stays with `lab`, left out. */
export const someConfig: fc.Arbitrary<RunConfig> = fc
	.record({
		version: fc.constant(2),
		model: fc.constantFrom(...variantNames),
		padding: fc.constantFrom('same', 'symmetric'),
		bnEpsilon: positive,
		data: fc.oneof(
			fc.record({ kind: fc.constant('procedural'), seed, train: count, test: count }),
			fc.record({
				kind: fc.constantFrom('cifar10', 'cifar100'),
				train: fc.option(count),
				test: fc.option(count)
			}),
			fc.record({
				kind: fc.constant('folders'),
				train: fc.option(count),
				test: fc.option(count),
				side: fc.integer({ min: 8, max: 256 }),
				seed
			})
		),
		seed,
		batch: fc.integer({ min: 1, max: 1024 }),
		stages: fc.array(stage, { minLength: 1, maxLength: 8 }),
		order: fc.constantFrom('progressive', 'random'),
		optimizer: fc.oneof(
			fc.record({ kind: fc.constant('sgd'), momentum: rate }),
			fc.record({ kind: fc.constant('rmsprop'), decay: number(0, 1), momentum: rate, epsilon: positive }),
			fc.record({ kind: fc.constant('adamw'), beta1: number(0, 1), beta2: number(0, 1), epsilon: positive })
		),
		learningRate: fc.record({
			schedule: fc.constantFrom('cosine', 'constant', 'exponential', 'one-cycle'),
			peak: positive,
			warmupEpochs: number(0, 1e6),
			minimum: number(0, 1e6),
			decay: number(0, 1),
			decayEpochs: positive
		}),
		weightDecay: number(0, 1e6),
		clipNorm: fc.option(positive),
		labelSmoothing: rate,
		randaugmentLayers: fc.integer({ min: 0, max: 2 }),
		interpolation: fc.constantFrom('nearest', 'bilinear'),
		emaDecay: fc.option(number(0, 1)),
		flip: fc.boolean(),
		cropPadding: fc.integer({ min: 0, max: 64 }),
		evalSize: fc.option(size),
		testSizes: fc.array(size, { maxLength: 8 })
	})
	.map((config) => parseRunConfig(config));
