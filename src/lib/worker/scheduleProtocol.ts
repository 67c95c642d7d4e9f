/**
 * The door between the page and a race of schedules: a closed union each way, checked by schema at both ends. Only
 * cloneable plain values cross it. There is no command to stop: the page ends the worker, and with it all that it holds;
 * what was told stays told.
 */
import * as v from 'valibot';
import { runConfigSchema } from '$lib/recipe/config';
import { fieldsOf, sameValue } from '$lib/recipe/fields';
import { deviceSchema, engineChoiceSchema, trialSchema } from './deviceProtocol';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const milliseconds = v.pipe(v.number(), v.minValue(0));

/** Entrants and seeds of a race at most. */
export const mostEntrants = 4;
export const mostSeeds = 5;

/** `alternating`: the entrants train in turns of about two seconds; `sequential`: one run after the other. */
export const raceOrderSchema = v.picklist(['alternating', 'sequential']);
export type RaceOrder = v.InferOutput<typeof raceOrderSchema>;

/** What has to be the same for all: other images would be another question. */
const common = ['data.kind', 'data.seed', 'data.train', 'data.test', 'batch'];

export const scheduleCommandSchema = v.variant('type', [
	/** Find the fastest engine; answered by `device`. */
	v.object({ type: v.literal('look') }),
	/**
	 * One race at a time; answered by `device`, `data-progress`…, what the runs do, and `end`. Each entrant is trained once
	 * for each seed: its own, the one after it, and so on. All entrants of a seed are over before the next seed begins.
	 */
	v.object({
		type: v.literal('race'),
		entrants: v.pipe(
			v.array(runConfigSchema),
			v.minLength(1),
			v.maxLength(mostEntrants),
			v.check((configs) => {
				const [first, ...others] = configs.map(fieldsOf);
				return others.every((fields) =>
					common.every((name) => sameValue(fields.get(name), first?.get(name)))
				);
			}, 'All entrants train on the same images.'),
			v.check(([first]) => first?.data.kind === 'procedural', 'A race is run on procedural images.')
		),
		seeds: whole(1, mostSeeds),
		order: raceOrderSchema,
		engine: engineChoiceSchema
	}),
	/** Stops after the step that is running; answered by `paused`. */
	v.object({ type: v.literal('pause') }),
	/** Answered by `resumed`. */
	v.object({ type: v.literal('resume') })
]);
export type ScheduleCommand = v.InferOutput<typeof scheduleCommandSchema>;

/** One run of the race: which entrant, and the how manieth seed, both from 0. */
const lane = { entrant: whole(0, mostEntrants - 1), seed: whole(0, mostSeeds - 1) };

export const scheduleEventSchema = v.variant('type', [
	/** As the training worker tells it, see `protocol.ts`. */
	v.object({
		type: v.literal('device'),
		device: deviceSchema,
		choice: engineChoiceSchema,
		trials: v.array(trialSchema)
	}),
	v.object({ type: v.literal('data-progress'), done: v.number(), total: v.number() }),
	/** The run compiles for a stage of this image side, pixels. */
	v.object({ type: v.literal('stage'), ...lane, stage: whole(0, 7), size: whole(1, 512) }),
	/** How far a run is; told a few times a second, and at the end of each turn. */
	v.object({
		type: v.literal('progress'),
		...lane,
		/** Updates made, of all. */
		step: whole(0, Infinity),
		steps: whole(1, Infinity),
		/** Spent in its own training steps: neither tests nor the turns of others. */
		trainMs: milliseconds
	}),
	/** Judged on the whole test split at the run's final size. */
	v.object({
		type: v.literal('judged'),
		...lane,
		step: whole(0, Infinity),
		trainMs: milliseconds,
		/** Share of right answers. */
		accuracy: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
		/** Whether the run is trained to its end. */
		final: v.boolean()
	}),
	/** Its loss is no number any more; the others go on. */
	v.object({ type: v.literal('diverged'), ...lane, step: whole(0, Infinity) }),
	v.object({ type: v.literal('finished'), ...lane, trainMs: milliseconds }),
	v.object({ type: v.literal('paused') }),
	v.object({ type: v.literal('resumed') }),
	v.object({ type: v.literal('end') }),
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
export type ScheduleEvent = v.InferOutput<typeof scheduleEventSchema>;
export type ScheduleFailureKind = Extract<ScheduleEvent, { type: 'failure' }>['kind'];
/** What tells of one run. */
export type LaneEvent = Extract<ScheduleEvent, { entrant: unknown }>;
