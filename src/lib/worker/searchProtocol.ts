/**
 * The door between the page and a search: a closed union each way, checked by schema at both ends. There is no command to
 * stop: the page ends the worker, and with it all that it holds; results that were told stay told, and a search is taken up
 * by handing them back.
 */
import * as v from 'valibot';
import { searchDataSchema, searchResultSchema } from '$lib/labs/search/document';
import { stageGenesSchema } from '$lib/labs/search/genes';
import { searchSettingsSchema } from '$lib/labs/search/settings';
import { deviceSchema, engineChoiceSchema, trialSchema } from './deviceProtocol';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** Procedural images that a search is made on. */
export const searchImagesSchema = v.object({
	seed: whole(0, 0xffffffff),
	/** Training images, of which a fifth is held out. */
	train: whole(20, 50_000)
});

/** What a search that is taken up was measured on: on other images or another device it would be another search. */
const leftSchema = v.object({
	results: v.array(searchResultSchema),
	sha256: v.string(),
	engine: v.string(),
	adapter: v.string()
});

export const searchCommandSchema = v.variant('type', [
	/** Find the fastest engine; answered by `device`. */
	v.object({ type: v.literal('look') }),
	/** One search at a time; answered by `device`, `data-progress`…, `began`, what it does, and `end`. */
	v.object({
		type: v.literal('search'),
		settings: searchSettingsSchema,
		images: searchImagesSchema,
		engine: engineChoiceSchema,
		/** Null for a new search. */
		left: v.nullable(leftSchema)
	}),
	/** Stops after the step that is running; answered by `paused`. */
	v.object({ type: v.literal('pause') }),
	/** Answered by `resumed`. */
	v.object({ type: v.literal('resume') })
]);
export type SearchCommand = v.InferOutput<typeof searchCommandSchema>;

export const searchEventSchema = v.variant('type', [
	/** As the training worker tells it, see `protocol.ts`. */
	v.object({
		type: v.literal('device'),
		device: deviceSchema,
		choice: engineChoiceSchema,
		trials: v.array(trialSchema)
	}),
	v.object({ type: v.literal('data-progress'), done: v.number(), total: v.number() }),
	/** The images are there. */
	v.object({ type: v.literal('began'), data: searchDataSchema }),
	/** A candidate is about to be compiled and trained. */
	v.object({ type: v.literal('candidate'), number: whole(0, 999), genes: v.array(stageGenesSchema) }),
	/** How far its training is; told a few times a second. */
	v.object({
		type: v.literal('step'),
		number: whole(0, 999),
		step: whole(1, 10_000),
		steps: whole(1, 10_000)
	}),
	v.object({ type: v.literal('result'), result: searchResultSchema }),
	v.object({ type: v.literal('paused') }),
	v.object({ type: v.literal('resumed') }),
	v.object({ type: v.literal('end'), reason: v.picklist(['candidates', 'minutes', 'space']) }),
	v.object({
		type: v.literal('failure'),
		kind: v.picklist([
			'unavailable',
			'device-lost',
			'out-of-memory',
			'bad-config',
			'bad-command',
			/** Said by the client: the worker ended; the next command starts a fresh one. */
			'crashed',
			'internal'
		]),
		/** A sentence in English. */
		message: v.string()
	})
]);
export type SearchEvent = v.InferOutput<typeof searchEventSchema>;
export type SearchFailureKind = Extract<SearchEvent, { type: 'failure' }>['kind'];
