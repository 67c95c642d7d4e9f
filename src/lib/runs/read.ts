/** Runs from outside the program's memory: what the browser kept, a file that somebody sends. Nothing is believed. */
import * as v from 'valibot';
import { evaluationEventSchema, stageEventSchema } from '$lib/recipe/eventSchema';
import { parseRunConfig } from '$lib/recipe/parse';
import { stepFields } from './metrics';
import { longestName, type RunHead, type StoredRun } from './run';

/** A run that cannot be read; `message` is a sentence that says what is wrong. */
export class RunError extends Error {
	override readonly name = 'RunError';
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(1000));
/** Steps that a run may have told of. */
const mostRows = 2_000_000;

/** As `parseRunConfig`, which also knows older versions; its sentence becomes the issue. */
const configSchema = v.pipe(
	v.unknown(),
	v.rawTransform(({ dataset, addIssue, NEVER }) => {
		try {
			return parseRunConfig(dataset.value);
		} catch (error) {
			addIssue({ message: error instanceof Error ? error.message : String(error) });
			return NEVER;
		}
	})
);

const classCounts = v.pipe(v.array(whole), v.maxLength(1_000_000));

/** A confusion of classes is a list in a file, and a typed array in the browser's store. */
const evaluation = v.object({
	...evaluationEventSchema.entries,
	confusion: v.exactOptional(
		v.pipe(
			v.union([v.instance(Uint32Array), classCounts]),
			v.transform((counts) => Uint32Array.from(counts))
		)
	)
});

const column = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(mostRows));
const note = v.object({ after: whole, event: v.variant('type', [stageEventSchema, evaluation]) });

const metricsSchema = v.pipe(
	v.object({
		steps: v.object(v.entriesFromList(stepFields, column)),
		notes: v.pipe(v.array(note), v.maxLength(mostRows))
	}),
	v.check(
		({ steps }) => new Set(Object.values(steps).map(({ length }) => length)).size === 1,
		'its columns are of different lengths.'
	),
	v.check(({ steps }) => ascending(steps.step, 1), 'its steps are not in order.'),
	v.check(({ steps, notes }) => {
		const places = notes.map(({ after }) => after);
		return ascending(places, 0) && (places.at(-1) ?? 0) <= steps.step.length;
	}, 'its stages and judgements do not stand among its steps.')
);

function ascending(values: readonly number[], by: number): boolean {
	return values.every((value, i) => i === 0 || value >= (values[i - 1] ?? value) + by);
}

const headEntries = {
	name: v.pipe(v.string(), v.maxLength(longestName)),
	created: v.pipe(v.number(), v.finite()),
	updated: v.pipe(v.number(), v.finite()),
	config: configSchema,
	amendments: v.pipe(v.array(v.object({ position: whole, config: configSchema })), v.maxLength(1000)),
	data: v.object({ kind: text, digest: text, classes: whole, train: whole, test: whole }),
	device: v.object({ engine: text, adapter: text }),
	state: v.picklist(['unfinished', 'finished', 'diverged']),
	reason: v.nullable(text),
	position: whole,
	steps: whole,
	judgements: v.pipe(v.array(evaluation), v.maxLength(100))
};

const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));
const headSchema = v.object({ id, ...headEntries });
export const contentEntries = { ...headEntries, metrics: metricsSchema };
const runSchema = v.object({ id, ...contentEntries });

/** Throws RunError. */
export function readHead(value: unknown): RunHead {
	return check(headSchema, value);
}

/** Throws RunError. */
export function readRun(value: unknown): StoredRun {
	return check(runSchema, value);
}

/** What a schema makes of a value. Throws RunError about the first thing that is wrong. */
export function check<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
	const result = v.safeParse(schema, value, { abortEarly: true });
	if (result.success) return result.output;
	const [issue] = result.issues;
	const where = v.getDotPath(issue);
	const at = where === null ? '' : ` at "${where.slice(0, 80)}"`;
	throw new RunError(`This is not a sound run${at}: ${issue.message.slice(0, 200)}`);
}
