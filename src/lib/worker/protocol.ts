/**
 * The only door between page and engine: a closed union each way, checked by schema at both ends.
 * Only cloneable plain values cross it.
 */
import * as v from 'valibot';
import { runConfigSchema } from '$lib/recipe/config';
import { deviceSchema, engineChoiceSchema, trialSchema } from './deviceProtocol';
import { lookCommands, lookEvents } from './lookProtocol';
import { plannedStageSchema, trainEventSchema } from '$lib/recipe/eventSchema';

const integer = v.pipe(v.number(), v.integer());
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Updates made. */
const position = v.pipe(integer, v.minValue(0));
/** Pixels. */
const stepSide = v.pipe(integer, v.minValue(1));
/** Pixels. */
const imageSide = v.pipe(integer, v.minValue(8), v.maxValue(256));

export const commandSchema = v.variant('type', [
	/** Find the engines, measure them at the default run's network, take the fastest; answered by `device`. */
	v.object({ type: v.literal('start') }),
	/**
	 * Train on this engine from now on; answered by `device`. Where another engine takes over, the run stops and is
	 * back at step 0 (`configured`, `state: ready`): each engine has its own last bits, so a run is one engine's from its first step
	 * to its last. An engine that cannot be opened leaves the old one and its run, which is paused; `device` then still
	 * tells the old choice, and in `trials` why. A choice of the engine that is open changes nothing else.
	 */
	v.object({ type: v.literal('choose-engine'), engine: engineChoiceSchema }),
	/**
	 * Measure the engines that are there and were passed over, too; answered by `device` after each. What trains goes on
	 * first, to its end or until it is paused, and with the same engine afterwards.
	 */
	v.object({ type: v.literal('measure-engines') }),
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
	/** Give up the data set on its way; answered by `data-stopped`. What was loaded before stays. */
	v.object({ type: v.literal('stop-loading') }),
	/**
	 * Set up a new run at step 0; stops one that is running. Makes the procedural set if another is loaded.
	 * Answered by `configured` and `state: ready`, or by `failure` (`bad-config`, `no-data`), which leaves the
	 * run that was there, paused.
	 */
	v.object({ type: v.literal('configure'), config: runConfigSchema }),
	/**
	 * To the end, or until so many updates were made, or to the end of the epoch under way; then paused and kept. A run
	 * that is already there is left as it is. On the way it stops after `stop` updates, if it has not made as many yet.
	 */
	v.object({
		type: v.literal('train'),
		until: v.exactOptional(v.union([v.literal('epoch'), position])),
		stop: v.exactOptional(position)
	}),
	/**
	 * The training under way stops after so many updates instead of where `train` said, or nowhere on its way (null). Acts
	 * at once: what was passed meanwhile pauses it. Nothing happens where nothing trains.
	 */
	v.object({ type: v.literal('stop-at'), stop: v.nullable(position) }),
	/**
	 * Rest after each step for as long as it took, so that at most half of the device's time goes into training, or no
	 * longer do so. Acts at once, also on a run that trains, whose results stay the same to the bit.
	 */
	v.object({ type: v.literal('gentle'), on: v.boolean() }),
	/** Stops after the step that is running. */
	v.object({ type: v.literal('pause') }),
	/** One training step, then paused. */
	v.object({ type: v.literal('step') }),
	/** Back to step 0 of the configured run with its initial weights; after a lost device, on a new one. */
	v.object({ type: v.literal('reset') }),
	/**
	 * Set up a run that is kept in the browser where it was left; as `configure` otherwise. Answered by `configured`,
	 * `training` with all that it told, `restored`, and its state: paused, finished or diverged. That is looking at it; to
	 * train or amend it, a run that another tab trains is refused (`run-in-use`), and one that another tab has trained since
	 * (`run-moved-on`). With `copy`, a copy of it is kept first and set up in its place.
	 */
	v.object({ type: v.literal('resume-run'), id: v.string(), copy: v.exactOptional(v.boolean()) }),
	/**
	 * Follow another configuration from the next step on; the run is paused and kept. Answered by `amended`, or by
	 * `failure: bad-config` if a field can no longer change. A run that diverged goes on so, too.
	 */
	v.object({ type: v.literal('amend'), config: runConfigSchema }),
	/** Take a run that diverged back to its last good state, with its learning rates times the scale; answered as `resume-run`. */
	v.object({
		type: v.literal('continue'),
		learningRateScale: v.pipe(v.number(), v.gtValue(0), v.maxValue(1))
	}),
	/** The run as it is, for files; it is paused. Answered by `exported`. */
	v.object({ type: v.literal('export-run') }),
	...lookCommands
]);
export type Command = v.InferOutput<typeof commandSchema>;

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
	/**
	 * What trains from now on. Sent again when the engine changes: by choice, after a lost device, or because another one
	 * is faster at the run that begins (with `auto`, before its first step, where two were measured).
	 */
	v.object({
		type: v.literal('device'),
		device: deviceSchema,
		choice: engineChoiceSchema,
		trials: v.array(trialSchema)
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
		/** Their numbers in the test split. */
		numbers: v.array(integer),
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
	/** No data set is on its way any more. */
	v.object({ type: v.literal('data-stopped') }),
	/**
	 * The run that all later `state`, `training` and `predictions` events belong to, at step 0. Sent after
	 * `configure` and after `reset`; what was drawn of the run before goes.
	 */
	v.object({
		type: v.literal('configured'),
		config: runConfigSchema,
		/** Training steps of the whole run. */
		steps: integer,
		/** Its stages in order. */
		stages: v.array(plannedStageSchema)
	}),
	/** All that the run told before was told again; `id` is its place in the store. */
	v.object({ type: v.literal('restored'), id: v.string(), name: v.string(), position: integer }),
	/** The run follows another configuration after `position` updates; what was drawn of it stays. */
	v.object({
		type: v.literal('amended'),
		position: integer,
		config: runConfigSchema,
		steps: integer,
		stages: v.array(plannedStageSchema)
	}),
	/** Kept after `position` updates, at this time (ms since 1970); not `lasting` where the browser forgets it with the page. */
	v.object({
		type: v.literal('saved'),
		id: v.string(),
		position: integer,
		at: v.number(),
		lasting: v.boolean()
	}),
	/** The run trains on, and what was kept before stays. `missing`: it was deleted, and is kept no more. */
	v.object({
		type: v.literal('save-failed'),
		id: v.string(),
		reason: v.picklist(['full', 'missing', 'failed']),
		message: v.string()
	}),
	/** So many older runs were deleted for the new one, by the rule of `runs/sweep.ts`. */
	v.object({ type: v.literal('tidied'), count: integer }),
	/** A run that is not kept has made room for another: its files, which nobody else has. */
	v.object({ type: v.literal('unkept'), document: v.string(), checkpoint: v.instance(Uint8Array) }),
	/** The run's document (JSON) and its checkpoint (safetensors). */
	v.object({
		type: v.literal('exported'),
		position: integer,
		document: v.string(),
		checkpoint: v.instance(Uint8Array)
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
	...lookEvents,
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
			/** Another tab trains the run; it can be looked at, or gone on with as a copy. */
			'run-in-use',
			/** Another tab has trained the run since it was read here: it has to be resumed again. */
			'run-moved-on',
			/** Said by the client, not by the worker: the worker ended; the next command starts a fresh one. */
			'crashed',
			'internal'
		]),
		/** A sentence in English. */
		message: v.string(),
		/** Where memory lacks: a step that would have room. */
		fits: v.exactOptional(v.object({ imageSize: stepSide, batch: v.pipe(integer, v.minValue(1)) }))
	})
]);
export type WorkerEvent = v.InferOutput<typeof eventSchema>;
export type { Device, EngineChoice, Trial } from './deviceProtocol';
export type FailureKind = Extract<WorkerEvent, { type: 'failure' }>['kind'];
