/**
 * The door between the page and an image that flows through a network: a closed union each way, checked by schema at both
 * ends. There is no command to stop: the page ends the worker.
 */
import * as v from 'valibot';
import { flowNetworks } from '$lib/labs/flow/networks';
import { engineSchema, failureKinds, labDeviceSchema } from './labProtocol';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const ms = v.pipe(v.number(), v.finite(), v.minValue(0));

export const flowCommandSchema = v.variant('type', [
	/** One at a time: answered by `device`, `preparing`…, `part`…, `times`, and `end` or `failure`. */
	v.object({
		type: v.literal('flow'),
		network: v.picklist(flowNetworks),
		/** RGB, [side, side, 3], of the network's own side. */
		image: v.pipe(v.instance(Uint8Array), v.maxLength(3 * 1024 ** 2))
	})
]);
export type FlowCommand = v.InferOutput<typeof flowCommandSchema>;

export const flowEventSchema = v.variant('type', [
	/** What it computes on, now that it is open. */
	v.object({ type: v.literal('device'), engine: engineSchema, device: labDeviceSchema }),
	v.object({ type: v.literal('preparing'), what: v.picklist(['weights', 'kernels', 'times']) }),
	/** As labs/flow/flow.ts tells it. */
	v.object({
		type: v.literal('part'),
		name: v.string(),
		side: whole(1, 4096),
		channels: whole(1, 65_536),
		maps: v.array(v.object({ channel: whole(0, 65_535), values: v.instance(Float32Array<ArrayBuffer>) }))
	}),
	/** Of every part; null where the device has no clock that can be asked. */
	v.object({ type: v.literal('times'), parts: v.nullable(v.array(v.object({ name: v.string(), ms }))) }),
	v.object({ type: v.literal('end') }),
	/** `message` is a sentence in English. */
	v.object({ type: v.literal('failure'), kind: failureKinds, message: v.string() })
]);
export type FlowEvent = v.InferOutput<typeof flowEventSchema>;
