/** A run as the reader set it up: everything that decides what training does, and nothing else. */
import * as v from 'valibot';
import { mostOperations } from '$lib/data/augment/table';

/** Says what a field takes; `parseRunConfig` puts the field's name before it. */
function field<Schema extends v.GenericSchema>(message: string, schema: Schema) {
	return v.config(schema, { message });
}

const fraction = field('must be a number from 0 to 1', v.pipe(v.number(), v.minValue(0), v.maxValue(1)));
const rate = field('must be a number from 0 to 0.95', v.pipe(v.number(), v.minValue(0), v.maxValue(0.95)));
const positive = field('must be a number above 0', v.pipe(v.number(), v.finite(), v.gtValue(0)));
const nonNegative = field('must be a number, 0 or more', v.pipe(v.number(), v.finite(), v.minValue(0)));

function integer(min: number, max: number) {
	const schema = v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
	return field(`must be a whole number from ${min} to ${max}`, schema);
}

const count = integer(1, 1_000_000);
const seed = integer(0, 0xffffffff);

/** Image sides that training accepts, pixels. */
export const imageSizeRange = { min: 8, max: 512 } as const;
const imageSize = integer(imageSizeRange.min, imageSizeRange.max);

/** RandAugment's magnitude: the official scale, whose operations are defined to 10 and go on linearly. */
const magnitude = field('must be a number from 0 to 30', v.pipe(v.number(), v.minValue(0), v.maxValue(30)));
const mixAlpha = field('must be a number from 0 to 10', v.pipe(v.number(), v.minValue(0), v.maxValue(10)));

const stageSchema = v.strictObject({
	/** Image side, pixels. */
	size: imageSize,
	/** May be a fraction: stages of equal share need not be whole epochs. */
	epochs: field(
		'must be a number above 0, at most 10000',
		v.pipe(v.number(), v.gtValue(0), v.maxValue(10_000))
	),
	/** Dropout rate before the classifier. */
	dropout: rate,
	/** Magnitude of RandAugment, 0 to 30; it does nothing where the run has no layers of it. */
	randaugment: magnitude,
	/** α of the Beta distribution that mixup draws its shares from; 0: no mixup. */
	mixup: mixAlpha,
	/** α of CutMix; with both, the first half of a batch is mixed and the second cut. */
	cutmix: mixAlpha,
	/** Drop rate that drop path approaches at the last block. */
	dropPath: rate
});

const listOfStages = 'must be a list of 1 to 8 stages';
const listOfSizes = 'must be a list of at most 8 image sizes';

const optimizerSchema = v.variant('kind', [
	v.strictObject({ kind: v.literal('sgd'), momentum: rate }),
	v.strictObject({ kind: v.literal('rmsprop'), decay: fraction, momentum: rate, epsilon: positive }),
	v.strictObject({ kind: v.literal('adamw'), beta1: fraction, beta2: fraction, epsilon: positive })
]);

const learningRateSchema = v.strictObject({
	schedule: field(
		'must be cosine, constant, exponential or one-cycle',
		v.picklist(['cosine', 'constant', 'exponential', 'one-cycle'])
	),
	peak: positive,
	/**
	 * Linear from 0, the decay counted from step 0, not from the end of the warm-up; `one-cycle`: along a cosine from a
	 * 25th of the peak.
	 */
	warmupEpochs: nonNegative,
	/** Cosine and one-cycle end here. */
	minimum: nonNegative,
	/** Exponential: times `decay` every `decayEpochs` epochs, in steps. */
	decay: fraction,
	decayEpochs: positive
});

const dataSchema = v.variant('kind', [
	v.strictObject({
		kind: v.literal('procedural'),
		seed,
		train: count,
		test: count,
		/** Shares, 0 if left out: of each pixel that is noise, of training labels that are wrong. */
		noise: v.exactOptional(fraction),
		labelNoise: v.exactOptional(fraction)
	}),
	/** Files are given beside the configuration; the limits take the first images, null all. */
	v.strictObject({
		kind: v.picklist(['cifar10', 'cifar100']),
		train: v.nullable(count),
		test: v.nullable(count),
		/** Where `lab` found the files; the page ignores it. */
		folder: v.exactOptional(v.string())
	}),
	v.strictObject({
		kind: v.literal('folders'),
		train: v.nullable(count),
		test: v.nullable(count),
		/** That the images are resized to once, before training, pixels. */
		side: integer(8, 256),
		/** Of the split, where no folders say it. */
		seed,
		folder: v.exactOptional(v.string())
	})
]);

export const runConfigSchema = v.strictObject({
	version: field('must be 2', v.literal(2)),
	/** A variant's name. */
	model: field("must be a variant's name", v.string()),
	padding: field('must be same or symmetric', v.picklist(['same', 'symmetric'])),
	bnEpsilon: positive,
	data: dataSchema,
	seed,
	batch: integer(1, 1024),
	stages: v.pipe(
		v.array(stageSchema, listOfStages),
		v.minLength(1, listOfStages),
		v.maxLength(8, listOfStages)
	),
	/**
	 * `progressive`: the stages one after the other. `random`: each step belongs to a stage drawn at random, in
	 * proportion to the stages' epochs.
	 */
	order: field('must be progressive or random', v.picklist(['progressive', 'random'])),
	optimizer: optimizerSchema,
	learningRate: learningRateSchema,
	weightDecay: nonNegative,
	clipNorm: v.nullable(positive),
	labelSmoothing: rate,
	/** Operations that RandAugment does to each image, one after the other; 0: none. */
	randaugmentLayers: integer(0, mostOperations),
	/** How rotated, sheared and shifted pixels are read. */
	interpolation: field('must be nearest or bilinear', v.picklist(['nearest', 'bilinear'])),
	/** Largest decay of the moving average (Algorithm of the official code), or null for none. */
	emaDecay: v.nullable(fraction),
	flip: field('must be true or false', v.boolean()),
	/** Grey border around the resized image before the random crop, pixels. */
	cropPadding: integer(0, 64),
	/** Side at which the run is judged at the end; null: the last stage's. */
	evalSize: v.nullable(imageSize),
	/** Further sides at which it is judged at the end; larger ones show what testing above the training size gives. */
	testSizes: v.pipe(v.array(imageSize, listOfSizes), v.maxLength(8, listOfSizes))
});

export type RunConfig = v.InferOutput<typeof runConfigSchema>;
export type StageConfig = RunConfig['stages'][number];
export type LearningRateConfig = RunConfig['learningRate'];
