/** What both doors to training tell of engines: which there are, which is open, how fast they were. */
import * as v from 'valibot';

const integer = v.pipe(v.number(), v.integer());

/** `auto`: the fastest, as measured. */
export const engineChoiceSchema = v.picklist(['auto', 'webgpu', 'wasm', 'tfjs-webgl', 'tfjs-cpu']);
export type EngineChoice = v.InferOutput<typeof engineChoiceSchema>;

const engineSchema = v.picklist(['webgpu', 'wasm', 'tfjs-webgpu', 'tfjs-webgl', 'tfjs-cpu']);

export const deviceSchema = v.object({
	engine: engineSchema,
	adapter: v.string(),
	software: v.boolean(),
	features: v.array(v.string())
});

const seen = { engine: engineSchema, adapter: v.nullable(v.string()), software: v.boolean() };

/** What is known of one engine: how fast it was, and at what; or why that is not known, which the page words. */
export const trialSchema = v.union([
	v.object({
		...seen,
		pace: v.object({ model: v.string(), size: integer, batch: integer, imagesPerSecond: v.number() }),
		reason: v.null()
	}),
	v.object({
		...seen,
		pace: v.null(),
		reason: v.picklist(['missing', 'no-adapter', 'failed', 'software', 'last-resort', 'too-heavy'])
	})
]);

export type Device = v.InferOutput<typeof deviceSchema>;
export type Trial = v.InferOutput<typeof trialSchema>;
