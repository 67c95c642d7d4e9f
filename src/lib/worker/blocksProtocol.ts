/**
 * The door between the page and the measurement of blocks: a closed union each way, checked by schema at both ends. There
 * is no command to stop: the page ends the worker, and what was told stays told.
 */
import * as v from 'valibot';
import { variantNames } from '$lib/model/variants';
import {
	engineSchema,
	entrantSchema,
	failureKinds,
	labDeviceSchema,
	labEngines,
	type LabDevice,
	type LabEngine,
	type LabEntrant,
	type LabFailureKind
} from './labProtocol';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** Sizes of one block, see model/blockPair.ts. */
const blockSizesSchema = v.object({
	in: whole(1, 1024),
	out: whole(1, 1024),
	expandRatio: whole(1, 8),
	stride: v.picklist([1, 2]),
	kernel: v.picklist([3, 5]),
	seRatio: v.pipe(v.number(), v.minValue(0), v.maxValue(1))
});

export const blockSettingsSchema = v.object({
	/** A variant's name, or `own` for one block of the sizes in `own`. */
	model: v.picklist(['own', ...variantNames]),
	own: blockSizesSchema,
	/** Image side, pixels; with `own` the side of what enters the block. */
	imageSize: whole(4, 1024),
	/** Images of a step. */
	batch: whole(1, 512),
	/** Turns of each kind of block. */
	repeats: whole(1, 100)
});
export type BlockSettings = v.InferOutput<typeof blockSettingsSchema>;

export const blockEngines = labEngines;
const engine = engineSchema;
export type BlockEngine = LabEngine;

export const blocksCommandSchema = v.variant('type', [
	/** Answered by `field`; loads no engine. */
	v.object({ type: v.literal('look') }),
	/** One measurement at a time: engine by engine `device`, `roof`, `preparing`, `repeat` or `missed`; then `end`. */
	v.object({
		type: v.literal('measure'),
		settings: blockSettingsSchema,
		engines: v.pipe(v.array(engine), v.minLength(1))
	}),
	/** Whether the page is out of sight: the measurement then waits, and a turn that met it is run again. */
	v.object({ type: v.literal('visibility'), hidden: v.boolean() })
]);
export type BlocksCommand = v.InferOutput<typeof blocksCommandSchema>;

export type BlockDevice = LabDevice;
export type BlockEntrant = LabEntrant;

const op = v.picklist(['mbconv', 'fused_mbconv']);
const pair = v.tuple([v.number(), v.number()]);
const quartiles = v.object({ forwardMs: pair, backwardMs: pair, stepMs: pair });
const times = { forwardMs: v.number(), backwardMs: v.number(), stepMs: v.number() };
const costs = { macs: v.number(), bytes: v.number(), params: v.number() };

/** As labs/blocks/rows.ts tells it. */
const rowSchema = v.object({
	engine,
	stage: whole(1, 100),
	op,
	in: v.number(),
	out: v.number(),
	expand: v.number(),
	stride: v.number(),
	kernel: v.number(),
	seRatio: v.number(),
	size: v.number(),
	batch: v.number(),
	...times,
	...costs,
	samples: v.number(),
	quartiles,
	wholeStage: v.object({
		layers: v.number(),
		...times,
		...costs,
		quartiles,
		parts: v.array(
			v.object({
				part: v.picklist(['dense', 'pointwise', 'depthwise', 'squeeze', 'norm']),
				forwardMs: v.number(),
				backwardMs: v.number()
			})
		)
	})
});
export type BlockRow = v.InferOutput<typeof rowSchema>;
export type BlockOpName = BlockRow['op'];
export type BlockPartName = BlockRow['wholeStage']['parts'][number]['part'];

/** MBConv's times over Fused-MBConv's within the turns, as labs/blocks/rows.ts tells it. */
const ratioSchema = v.object({
	engine,
	stage: whole(1, 100),
	...times,
	quartiles,
	wholeStage: v.object({ ...times, quartiles })
});
export type BlockRatio = v.InferOutput<typeof ratioSchema>;

const stepSchema = v.object({
	engine,
	op,
	sumMs: v.number(),
	stepMs: v.number(),
	ratio: v.number(),
	stemMs: v.number(),
	headMs: v.number(),
	updateMs: v.number(),
	quartiles: pair
});
export type BlockStep = v.InferOutput<typeof stepSchema>;

export type BlocksFailureKind = LabFailureKind;

export const blocksEventSchema = v.variant('type', [
	/** Both engines in the order of their names. */
	v.object({
		type: v.literal('field'),
		entrants: v.array(entrantSchema)
	}),
	/** What an engine computes on, now that it is open. */
	v.object({ type: v.literal('device'), engine, device: labDeviceSchema }),
	/** What its device reaches at best: 10⁹ operations of a plain product, 10⁹ bytes of a copy, a second. */
	v.object({ type: v.literal('roof'), engine, gigaflops: v.number(), gigabytes: v.number() }),
	v.object({ type: v.literal('preparing'), engine, op }),
	/** So many turns of each kind so far, and what they say. */
	v.object({
		type: v.literal('repeat'),
		engine,
		done: v.number(),
		rows: v.array(rowSchema),
		steps: v.array(stepSchema),
		ratios: v.array(ratioSchema),
		/** By what share all stages grew slower from the first half of the turns to the second; 0 where they did not. */
		drift: v.number()
	}),
	/** This engine gave up; the next one goes on. `message` is a sentence in English. */
	v.object({ type: v.literal('missed'), engine, kind: failureKinds, message: v.string() }),
	v.object({ type: v.literal('end') }),
	v.object({ type: v.literal('failure'), kind: failureKinds, message: v.string() })
]);
export type BlocksEvent = v.InferOutput<typeof blocksEventSchema>;
