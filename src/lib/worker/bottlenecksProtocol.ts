/**
 * The door between the page and the measurements of bottlenecks: a closed union each way, checked by schema at both ends.
 * There is no command to stop: the page ends the worker, and what was told stays told.
 */
import * as v from 'valibot';
import { partRows } from '$lib/labs/bottlenecks/rows';
import { bottleneckParts, bottleneckSettingsSchema } from '$lib/labs/bottlenecks/settings';
import { engineSchema, entrantSchema, failureKinds, labDeviceSchema } from './labProtocol';

const done = v.pipe(v.number(), v.integer(), v.minValue(1));

export const bottlenecksCommandSchema = v.variant('type', [
	/** Answered by `field`; loads no engine. */
	v.object({ type: v.literal('look') }),
	/** One part at a time: `device`, `preparing`…, the part's own event after each turn, then `end` or `failure`. */
	v.object({
		type: v.literal('measure'),
		part: v.picklist(bottleneckParts),
		settings: bottleneckSettingsSchema,
		engine: engineSchema
	}),
	/** Whether the page is out of sight: the measurement then waits, and a turn that met it is run again. */
	v.object({ type: v.literal('visibility'), hidden: v.boolean() })
]);
export type BottlenecksCommand = v.InferOutput<typeof bottlenecksCommandSchema>;

export const bottlenecksEventSchema = v.variant('type', [
	/** Both engines in the order of their names. */
	v.object({ type: v.literal('field'), entrants: v.array(entrantSchema) }),
	/** What it computes on, now that it is open. */
	v.object({ type: v.literal('device'), device: labDeviceSchema }),
	/** What is built, compiled and warmed up now: a network, or an image size with its batch. */
	v.object({ type: v.literal('preparing'), name: v.string() }),
	/** So many turns of the part so far, and all that they say. */
	v.object({ type: v.literal('size'), done, ...partRows.size }),
	v.object({ type: v.literal('depthwise'), done, ...partRows.depthwise }),
	v.object({ type: v.literal('scaling'), done, ...partRows.scaling }),
	v.object({ type: v.literal('end') }),
	/** `message` is a sentence in English. */
	v.object({ type: v.literal('failure'), kind: failureKinds, message: v.string() })
]);
export type BottlenecksEvent = v.InferOutput<typeof bottlenecksEventSchema>;
