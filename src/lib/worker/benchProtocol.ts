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

/**
 * Named as `lab bench` names its rows, in the order in which they are prepared and take turns: our engines on WebGPU and
 * WebAssembly, then stock TensorFlow.js on WebGPU, on WebGL and in plain JavaScript.
 */
export const contestantNames = ['webgpu', 'wasm', 'tfjs', 'tfjs-webgl', 'tfjs-cpu'] as const;
const contestant = v.picklist(contestantNames);
export type ContestantName = v.InferOutput<typeof contestant>;

export const benchCommandSchema = v.variant('type', [
	/** Answered by `field`; loads no engine. */
	v.object({ type: v.literal('look') }),
	/**
	 * One race at a time; answered by `field`, `matmul` and `device`, then what the contestants do, and `end`. Each
	 * contestant races once, however often it is named.
	 */
	v.object({
		type: v.literal('race'),
		settings: raceSettingsSchema,
		contestants: v.pipe(v.array(contestant), v.minLength(1))
	}),
	/** Whether the page is out of sight: the race then waits, and a turn that met it is run again. */
	v.object({ type: v.literal('visibility'), hidden: v.boolean() })
]);
export type BenchCommand = v.InferOutput<typeof benchCommandSchema>;

const deviceSchema = v.object({
	/** What the driver calls it, or `CPU, …`. */
	adapter: v.string(),
	/** Whether it is a program on the processor that plays graphics card. */
	software: v.boolean(),
	/** Null where the contestant takes no number of threads. */
	threads: v.nullable(whole(1, 1024))
});
export type RaceDevice = v.InferOutput<typeof deviceSchema>;

/** What a contestant computes on in this browser, or why it cannot take part. */
const entrantSchema = v.object({
	contestant,
	found: v.variant('here', [
		v.object({ here: v.literal(true), device: deviceSchema }),
		v.object({
			here: v.literal(false),
			/** `missing`: the browser lacks the interface; `no-adapter`: it finds no device; `failed`: that does not work. */
			reason: v.picklist(['missing', 'no-adapter', 'failed'])
		})
	])
});
export type Entrant = v.InferOutput<typeof entrantSchema>;

const count = v.nullable(v.pipe(v.number(), v.integer()));

const rowSchema = v.object({
	engine: contestant,
	batch: v.number(),
	threads: deviceSchema.entries.threads,
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
	/** Everybody who could race, in the order of their names. */
	v.object({ type: v.literal('field'), entrants: v.array(entrantSchema) }),
	/** Best rate in a plain float32 matrix product: of the WebGPU adapter, or of one thread of the processor. */
	v.object({ type: v.literal('matmul'), of: v.picklist(['webgpu', 'wasm']), gigaflops: v.number() }),
	/** What a contestant of the race computes on, as its opened engine says. */
	v.object({ type: v.literal('device'), contestant, device: deviceSchema }),
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
