/**
 * The part of the protocol that looks on and changes nothing. Training goes on beside it: a look is taken between two
 * steps. A look at what is not there (no data yet, no run yet) is not answered.
 */
import * as v from 'valibot';
import { operationNames } from '$lib/data/augment/table';
import { imageSizeRange, runConfigSchema } from '$lib/recipe/config';

const integer = v.pipe(v.number(), v.integer());
const count = v.pipe(integer, v.minValue(0));

/** Pixels. */
const side = v.pipe(integer, v.minValue(imageSizeRange.min), v.maxValue(imageSizeRange.max));
/** Side at which the network is asked; that of the stage under way where left out. */
const size = v.exactOptional(side);
/** The weights as trained, or their moving average where the run keeps one. */
const weights = v.picklist(['parameters', 'ema']);

/** Images that one look may ask for. */
const mostLooked = 64;

export const lookCommands = [
	/** Training images as stages of a configuration make them; answered by `preview`. */
	v.object({
		type: v.literal('preview'),
		config: runConfigSchema,
		/** Numbers of stages, from 0. */
		stages: v.pipe(v.array(count), v.maxLength(8)),
		/** Numbers of training images; taken modulo their count. */
		images: v.pipe(v.array(count), v.minLength(1), v.maxLength(mostLooked)),
		/** Which draw: 0, 1, 2, … */
		draw: count
	}),
	/**
	 * What training steps of a configuration would hold in memory, at each of these image sides, with so many classes;
	 * answered by `weighed`. Not answered where no engine is open.
	 */
	v.object({
		type: v.literal('weigh'),
		/** Comes back with the answer. */
		key: v.string(),
		config: runConfigSchema,
		classes: v.pipe(integer, v.minValue(1)),
		sizes: v.pipe(v.array(side), v.maxLength(16))
	}),
	/** One test image through the run's network as it is; answered by `inspection`. */
	v.object({ type: v.literal('inspect'), image: count, size }),
	/**
	 * The run's answer for every test image; answered by `answers`. Weights are those as trained where left out; an
	 * average that is not kept is a `failure`.
	 */
	v.object({ type: v.literal('answer-all'), size, weights: v.exactOptional(weights) }),
	/** Test images themselves; answered by `test-images`. */
	v.object({
		type: v.literal('show-tests'),
		images: v.pipe(v.array(count), v.minLength(1), v.maxLength(mostLooked))
	})
] as const;

const layerSchema = v.object({
	/** timm's name of the op that makes it. */
	name: v.string(),
	stage: v.string(),
	block: v.nullable(integer),
	side: integer,
	channels: integer,
	/** [side, side, channels] */
	values: v.instance(Float32Array)
});

export const lookEvents = [
	v.object({
		type: v.literal('preview'),
		draw: integer,
		images: v.array(integer),
		stages: v.array(
			v.object({
				stage: integer,
				size: integer,
				/** RGBA, [images, size, size, 4] */
				images: v.instance(Uint8ClampedArray),
				/** What RandAugment did, by image. */
				operations: v.array(v.array(v.picklist(operationNames)))
			})
		)
	}),
	/** Empty where the engine cannot tell. */
	v.object({
		type: v.literal('weighed'),
		key: v.string(),
		steps: v.array(v.object({ size: integer, bytes: v.number() }))
	}),
	v.object({
		type: v.literal('inspection'),
		image: integer,
		label: integer,
		/** Steps that the network had made. */
		step: integer,
		size: integer,
		probabilities: v.instance(Float32Array),
		layers: v.array(layerSchema),
		norms: v.array(v.object({ name: v.string(), weight: v.number(), gradient: v.number() })),
		/** Filters of the first convolution, [out, 3, kernel, kernel]. */
		filters: v.instance(Float32Array)
	}),
	v.object({
		type: v.literal('answers'),
		step: integer,
		size: integer,
		weights,
		/** By test image: its label, the network's answer and that answer's probability. */
		labels: v.instance(Uint8Array),
		answers: v.instance(Uint8Array),
		confidences: v.instance(Float32Array)
	}),
	v.object({
		type: v.literal('test-images'),
		images: v.array(integer),
		side: integer,
		/** RGBA, [images, side, side, 4] */
		pixels: v.instance(Uint8ClampedArray)
	})
] as const;
