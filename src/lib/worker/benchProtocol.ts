/**
 * The door between the page and a race: a closed union each way, checked by schema at both ends. Only cloneable plain
 * values cross it. There is no command to stop: the page ends the worker, and what was told stays told.
 */
import * as v from 'valibot';
import { findVariant, variantNames } from '$lib/model/variants';
import { imageSizeRange } from '$lib/recipe/config';

/** The networks that race: those for small images, which a school laptop trains too. */
const raceModels: readonly string[] = variantNames.filter((name) => findVariant(name)?.family === 'small');

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

export const raceSettingsSchema = v.object({
	model: v.picklist(raceModels),
	/** Image side, pixels. */
	imageSize: whole(imageSizeRange.min, imageSizeRange.max),
	/** Images of a step. */
	batch: whole(1, 512),
	/** Turns of each contestant. */
	repeats: whole(1, 100)
});
export type RaceSettings = v.InferOutput<typeof raceSettingsSchema>;

export const benchCommandSchema = v.variant('type', [
	/** Answered by `device` or `no-webgpu`; loads no engine. */
	v.object({ type: v.literal('look') }),
	/** One race at a time; answered by `device`, `matmul`, what the contestants do, and `end`. */
	v.object({ type: v.literal('race'), settings: raceSettingsSchema }),
	/** Whether the page is out of sight: the race then waits, and a turn that met it is run again. */
	v.object({ type: v.literal('visibility'), hidden: v.boolean() })
]);
export type BenchCommand = v.InferOutput<typeof benchCommandSchema>;

/** In the order in which they are prepared and take turns. */
export const contestantNames = ['webgpu', 'tfjs'] as const;
const contestant = v.picklist(contestantNames);
export type ContestantName = v.InferOutput<typeof contestant>;

const count = v.nullable(v.pipe(v.number(), v.integer()));

const rowSchema = v.object({
	engine: contestant,
	batch: v.number(),
	threads: v.null(),
	imagesPerSecond: v.object({ median: v.number(), min: v.number(), max: v.number() }),
	/** JavaScript of one step. */
	hostMs: v.number(),
	/** Kernel calls of one step. */
	dispatches: count,
	pipelines: count,
	/** Null where the page was hidden meanwhile. */
	compileMs: v.nullable(v.number()),
	bufferBytes: count
});
export type RaceRow = v.InferOutput<typeof rowSchema>;

export const benchEventSchema = v.variant('type', [
	v.object({ type: v.literal('device'), adapter: v.string(), software: v.boolean() }),
	v.object({ type: v.literal('no-webgpu'), reason: v.picklist(['missing', 'no-adapter', 'failed']) }),
	/** The adapter's own best rate in a plain float32 matrix product. */
	v.object({ type: v.literal('matmul'), gigaflops: v.number() }),
	v.object({ type: v.literal('preparing'), contestant }),
	v.object({ type: v.literal('warming'), contestant }),
	v.object({
		type: v.literal('ready'),
		contestant,
		/** Steps of each turn. */
		steps: v.number(),
		/** What one step took before the race, ms. */
		stepMs: v.number(),
		/** Steps before the race that are in no figure. */
		warmUp: v.number()
	}),
	v.object({
		type: v.literal('turn'),
		contestant,
		/** Images/s of every turn so far, in their order. */
		rates: v.array(v.number()),
		row: rowSchema
	}),
	v.object({ type: v.literal('end') }),
	v.object({
		type: v.literal('failure'),
		kind: v.picklist([
			'unavailable',
			'device-lost',
			'out-of-memory',
			/** Somebody computed what is no number. */
			'nonsense',
			'bad-command',
			/** Said by the client: the worker ended; the next command starts a fresh one. */
			'crashed',
			'internal'
		]),
		/** A sentence in English. */
		message: v.string()
	})
]);
export type BenchEvent = v.InferOutput<typeof benchEventSchema>;
export type RaceFailureKind = Extract<BenchEvent, { type: 'failure' }>['kind'];
