/**
 * The door between the page and the measurement of Table 3: as `blocksProtocol.ts`, a closed union each way. There is no
 * command to stop: the page ends the worker, and what was told stays told.
 */
import * as v from 'valibot';
import { fusedFamilies } from '$lib/model/fusedStages';
import { engineSchema, failureKinds, labDeviceSchema } from './labProtocol';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const positive = v.pipe(v.number(), v.gtValue(0));
const pair = v.tuple([positive, positive]);

export const fusedSettingsSchema = v.object({
	/** EfficientNet-B4 cut to the device, or v2-nano and its twins. */
	family: v.picklist(fusedFamilies),
	/** Of the slowest network, as expected, ms; of B4 alone. */
	longestStepMs: whole(5, 60_000),
	/** Of all networks together, MiB; of B4 alone. */
	memoryMiB: whole(16, 65_536),
	/** Turns of each network. */
	repeats: whole(1, 100)
});
export type FusedSettings = v.InferOutput<typeof fusedSettingsSchema>;

export const fusedCommandSchema = v.variant('type', [
	/** One measurement at a time; answered by `device`, `scale`, `preparing`, `warming`, `turn`…, and `end` or `failure`. */
	v.object({ type: v.literal('measure'), settings: fusedSettingsSchema, engine: engineSchema }),
	/** Whether the page is out of sight: the measurement then waits, and a turn that met it is run again. */
	v.object({ type: v.literal('visibility'), hidden: v.boolean() })
]);
export type FusedCommand = v.InferOutput<typeof fusedCommandSchema>;

const lastFusedStage = v.nullable(whole(1, 20));

/** As labs/blocks/fusedScale.ts tells it. */
export const fusedScaleSchema = v.object({
	/** B4's channels times this. */
	width: positive,
	/** Pixels. */
	imageSize: whole(1, 1024),
	batch: whole(1, 1024),
	/** Of all networks together, by the engine's plans. */
	bytes: positive,
	expectedMs: positive
});
export type FusedScale = v.InferOutput<typeof fusedScaleSchema>;

/** As labs/blocks/fusedRows.ts tells it. */
export const fusedRowSchema = v.object({
	engine: engineSchema,
	lastFusedStage,
	params: whole(1, Infinity),
	macs: positive,
	size: whole(1, 1024),
	batch: whole(1, 1024),
	stepMs: positive,
	imagesPerSecond: positive,
	ratio: positive,
	samples: whole(1, Infinity),
	turns: whole(1, Infinity),
	quartiles: v.object({ stepMs: pair, imagesPerSecond: pair, ratio: pair })
});
export type FusedRow = v.InferOutput<typeof fusedRowSchema>;

export const fusedEventSchema = v.variant('type', [
	/** What it computes on, now that it is open. */
	v.object({ type: v.literal('device'), device: labDeviceSchema }),
	/** At what size the networks are trained. */
	v.object({ type: v.literal('scale'), scale: fusedScaleSchema }),
	v.object({ type: v.literal('preparing'), lastFusedStage }),
	v.object({ type: v.literal('warming') }),
	/** So many turns of each network so far, and what they say. */
	v.object({ type: v.literal('turn'), done: whole(1, Infinity), rows: v.array(fusedRowSchema) }),
	v.object({ type: v.literal('end') }),
	/** What was told stays told. `message` is a sentence in English. */
	v.object({ type: v.literal('failure'), kind: failureKinds, message: v.string() })
]);
export type FusedEvent = v.InferOutput<typeof fusedEventSchema>;
