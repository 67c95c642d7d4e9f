/**
 * The only door between page and engine: a closed union each way, checked by schema at both ends.
 * Only cloneable plain values cross it.
 */
import * as v from 'valibot';
import { runConfigSchema } from '$lib/recipe/config';

const integer = v.pipe(v.number(), v.integer());
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Pixels. */
const imageSide = v.pipe(integer, v.minValue(8), v.maxValue(256));

export const commandSchema = v.variant('type', [
	/** Find the engines, pick the fastest; answered by `device`. */
	v.object({ type: v.literal('start') }),
	/**
	 * Make or read a data set; answered by `data-progress`…, then `data` or `data-refused`. A run that is training
	 * goes on meanwhile; when the new set is there that run ends (`state: empty`). A later load replaces an
	 * unfinished one. A refused file changes nothing.
	 */
	v.object({
		type: v.literal('load-procedural'),
		seed: integer,
		train: integer,
		test: integer,
		noise: v.exactOptional(fraction),
		labelNoise: v.exactOptional(fraction)
	}),
	/** CIFAR's files, archives, or images in class folders, which are resized to `side` and split by `seed`. */
	v.object({
		type: v.literal('load-files'),
		files: v.array(v.instance(File)),
		/** Folders and name of each file, which a File does not carry through this door; its name where left out. */
		paths: v.exactOptional(v.array(v.string())),
		side: v.exactOptional(imageSide),
		seed: v.exactOptional(integer)
	}),
	/** Images collected class by class: `ClassCollector.collected()`. */
	v.object({
		type: v.literal('load-collected'),
		side: imageSide,
		classes: v.array(v.object({ name: v.string(), images: v.instance(Uint8Array) })),
		seed: v.exactOptional(integer)
	}),
	/**
	 * Set up a new run at step 0; stops one that is running. Makes the procedural set if another is loaded.
	 * Answered by `configured` and `state: ready`, or by `failure` (`bad-config`, `no-data`), which leaves the
	 * run that was there, paused.
	 */
	v.object({ type: v.literal('configure'), config: runConfigSchema }),
	v.object({ type: v.literal('train') }),
	/** Stops after the step that is running. */
	v.object({ type: v.literal('pause') }),
	/** One training step, then paused. */
	v.object({ type: v.literal('step') }),
	/** Back to step 0 of the configured run with its initial weights; after a lost device, on a new one. */
	v.object({ type: v.literal('reset') })
]);
export type Command = v.InferOutput<typeof commandSchema>;

const deviceSchema = v.object({
	engine: v.picklist(['webgpu', 'wasm', 'tfjs-webgpu', 'tfjs-webgl', 'tfjs-cpu']),
	adapter: v.string(),
	software: v.boolean(),
	features: v.array(v.string())
});

const trainEventSchema = v.variant('type', [
	v.object({
		type: v.literal('stage'),
		stage: integer,
		size: integer,
		dropout: v.number(),
		from: integer,
		to: integer,
		compileMs: v.number()
	}),
	v.object({
		type: v.literal('step'),
		step: integer,
		stage: integer,
		epoch: v.number(),
		learningRate: v.number(),
		loss: v.number(),
		correct: integer,
		images: integer,
		gradientNorm: v.number(),
		trainMs: v.number()
	}),
	v.object({
		type: v.literal('evaluation'),
		step: integer,
		stage: integer,
		size: integer,
		weights: v.picklist(['parameters', 'ema']),
		correct: integer,
		images: integer,
		/** Not a number where the network's answers are none. */
		loss: v.union([v.number(), v.nan()]),
		final: v.boolean(),
		trainMs: v.number()
	}),
	v.object({ type: v.literal('diverged'), step: integer }),
	v.object({ type: v.literal('end'), steps: integer, trainMs: v.number() })
]);

/**
 * empty: no run configured · ready: configured, at step 0 · compiling · running · paused · finished ·
 * diverged: loss not a number · lost: the device went away · failed: see the last `failure`.
 */
export const runStateSchema = v.picklist([
	'empty',
	'ready',
	'compiling',
	'running',
	'paused',
	'finished',
	'diverged',
	'lost',
	'failed'
]);
export type RunState = v.InferOutput<typeof runStateSchema>;

export const eventSchema = v.variant('type', [
	v.object({
		type: v.literal('device'),
		device: deviceSchema,
		/** Why the faster engines were not taken, by engine name; the page words it. */
		rejected: v.array(
			v.object({
				engine: v.picklist(['webgpu', 'wasm', 'tfjs-webgpu', 'tfjs-webgl']),
				reason: v.picklist(['missing', 'no-adapter', 'software', 'failed'])
			})
		)
	}),
	/** Images made, or bytes read and then images decoded: where both come, the count begins anew. */
	v.object({ type: v.literal('data-progress'), done: v.number(), total: v.number() }),
	v.object({
		type: v.literal('data'),
		kind: v.picklist(['procedural', 'cifar10', 'cifar100', 'folders']),
		classes: v.array(v.string()),
		train: integer,
		test: integer,
		/** The fixed test images whose predictions are shown: RGBA, side·side·4 bytes each, and their labels. */
		side: integer,
		samples: v.instance(Uint8ClampedArray),
		labels: v.instance(Uint8Array),
		/** Images of each class, by label. */
		counts: v.object({ train: v.array(integer), test: v.array(integer) }),
		/** The first training image of each class: RGBA, side·side·4 bytes each. */
		thumbnails: v.object({ side: integer, images: v.instance(Uint8ClampedArray) }),
		/** Files among images that were passed over: how many, and the first of them; the page words the reason. */
		skippedCount: integer,
		skipped: v.array(
			v.object({
				name: v.string(),
				reason: v.picklist(['outside', 'empty', 'too-large', 'undecodable', 'unreadable'])
			})
		)
	}),
	v.object({
		type: v.literal('data-refused'),
		kind: v.picklist([
			'wrong-length',
			'bad-label',
			'truncated',
			'unknown-format',
			'no-training-images',
			'no-test-images',
			'unreadable',
			'too-large',
			'bad-classes'
		]),
		file: v.string(),
		message: v.string()
	}),
	/**
	 * The run that all later `state`, `training` and `predictions` events belong to, at step 0. Sent after
	 * `configure` and after `reset`; what was drawn of the run before goes.
	 */
	v.object({
		type: v.literal('configured'),
		config: runConfigSchema,
		/** Training steps of the whole run. */
		steps: integer,
		/** Its stages in order: the first step of each and the step it ends before. */
		stages: v.array(v.object({ size: integer, dropout: v.number(), from: integer, to: integer }))
	}),
	v.object({ type: v.literal('state'), state: runStateSchema }),
	/** Several training events at once, at most about ten messages a second. */
	v.object({ type: v.literal('training'), events: v.array(trainEventSchema) }),
	v.object({
		type: v.literal('predictions'),
		step: integer,
		size: integer,
		/** Class probabilities of the sample images, [samples, classes]. */
		probabilities: v.instance(Float32Array)
	}),
	v.object({
		type: v.literal('failure'),
		kind: v.picklist([
			'unavailable',
			'device-lost',
			'out-of-memory',
			'bad-config',
			/** The configuration asks for files, and none are loaded. */
			'no-data',
			/** Not a command, or one that the run's state does not allow. */
			'bad-command',
			/** Said by the client, not by the worker: the worker ended; the next command starts a fresh one. */
			'crashed',
			'internal'
		]),
		/** A sentence in English. */
		message: v.string()
	})
]);
export type WorkerEvent = v.InferOutput<typeof eventSchema>;
export type Device = v.InferOutput<typeof deviceSchema>;
export type FailureKind = Extract<WorkerEvent, { type: 'failure' }>['kind'];
