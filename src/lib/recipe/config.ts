/** A run as the reader set it up: everything that decides what training does, and nothing else. */
import * as v from 'valibot';

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const rate = v.pipe(v.number(), v.minValue(0), v.maxValue(0.95));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const nonNegative = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const seed = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));

/** Image sides that training accepts, pixels. */
export const imageSizeRange = { min: 8, max: 512 } as const;
const imageSize = v.pipe(
	v.number(),
	v.integer(),
	v.minValue(imageSizeRange.min),
	v.maxValue(imageSizeRange.max)
);

const stageSchema = v.strictObject({
	/** Image side, pixels. */
	size: imageSize,
	/** May be a fraction: stages of equal share need not be whole epochs. */
	epochs: v.pipe(positive, v.maxValue(10_000)),
	/** Dropout rate before the classifier. */
	dropout: rate
});

const optimizerSchema = v.variant('kind', [
	v.strictObject({ kind: v.literal('sgd'), momentum: rate }),
	v.strictObject({ kind: v.literal('rmsprop'), decay: fraction, momentum: rate, epsilon: positive }),
	v.strictObject({ kind: v.literal('adamw'), beta1: fraction, beta2: fraction, epsilon: positive })
]);

const learningRateSchema = v.strictObject({
	schedule: v.picklist(['cosine', 'constant', 'exponential']),
	peak: positive,
	/** Linear from 0; the decay is counted from step 0, not from the end of the warm-up. */
	warmupEpochs: nonNegative,
	/** Cosine ends here. */
	minimum: nonNegative,
	/** Exponential: times `decay` every `decayEpochs` epochs, in steps. */
	decay: fraction,
	decayEpochs: positive
});

const dataSchema = v.variant('kind', [
	v.strictObject({ kind: v.literal('procedural'), seed, train: count, test: count }),
	/** Files are given beside the configuration; the limits take the first images, null all. */
	v.strictObject({ kind: v.literal('cifar10'), train: v.nullable(count), test: v.nullable(count) })
]);

export const runConfigSchema = v.strictObject({
	version: v.literal(1),
	/** A variant's name. */
	model: v.string(),
	padding: v.picklist(['same', 'symmetric']),
	bnEpsilon: positive,
	data: dataSchema,
	seed,
	batch: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024)),
	stages: v.pipe(v.array(stageSchema), v.minLength(1), v.maxLength(8)),
	optimizer: optimizerSchema,
	learningRate: learningRateSchema,
	weightDecay: nonNegative,
	clipNorm: v.nullable(positive),
	labelSmoothing: rate,
	/** Drop rate that drop path approaches at the last block. */
	dropPath: rate,
	/** Largest decay of the moving average (Algorithm of the official code), or null for none. */
	emaDecay: v.nullable(fraction),
	flip: v.boolean(),
	/** Grey border around the resized image before the random crop, pixels. */
	cropPadding: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64)),
	/** Side at which the run is judged at the end; null: the last stage's. */
	evalSize: v.nullable(imageSize)
});

export type RunConfig = v.InferOutput<typeof runConfigSchema>;
export type StageConfig = RunConfig['stages'][number];
export type LearningRateConfig = RunConfig['learningRate'];
