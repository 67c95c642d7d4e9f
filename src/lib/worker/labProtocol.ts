/** What the doors to measurements of kernels share: which engines time their kernels, what was found of them, how they fail. */
import * as v from 'valibot';

/** In the order in which they are measured. */
export const labEngines = ['webgpu', 'wasm'] as const;
export const engineSchema = v.picklist(labEngines);
export type LabEngine = v.InferOutput<typeof engineSchema>;

export const labDeviceSchema = v.object({
	/** What the driver calls it, or `CPU, …`. */
	adapter: v.string(),
	/** Whether it is a program on the processor that plays graphics card. */
	software: v.boolean(),
	/** Null where the engine takes no number of threads. */
	threads: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024)))
});
export type LabDevice = v.InferOutput<typeof labDeviceSchema>;

const foundSchema = v.variant('here', [
	v.object({ here: v.literal(true), device: labDeviceSchema }),
	v.object({ here: v.literal(false), reason: v.picklist(['missing', 'no-adapter', 'failed']) })
]);

export const entrantSchema = v.object({ engine: engineSchema, found: foundSchema });
export type LabEntrant = Readonly<v.InferOutput<typeof entrantSchema>>;

export const failureKinds = v.picklist([
	'unavailable',
	'device-lost',
	'out-of-memory',
	'bad-command',
	/** Said by the client: the worker ended; the next command starts a fresh one. */
	'crashed',
	'internal'
]);
export type LabFailureKind = v.InferOutput<typeof failureKinds>;
