/**
 * Values that stand in an address as `name=value`: what each may be, how it is read and written. Only what differs from
 * how things begin is written, and what is not understood is named, never used. Pure; nothing here throws.
 */
import * as v from 'valibot';

export interface Field<Value> {
	/** What a value must be. */
	readonly schema: v.GenericSchema<Value>;
	/** How it begins, and what an address without it means. */
	readonly initial: Value;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type ValuesOf<Some extends Fields> = { -readonly [Name in keyof Some]: Some[Name]['initial'] };

export const field = <Value>(schema: v.GenericSchema<Value>, initial: Value): Field<Value> => ({
	schema,
	initial
});

/** One of a few, at first the first of them. */
export const oneOf = <const Value extends string | number>(
	options: readonly [Value, ...Value[]],
	initial: Value = options[0]
): Field<Value> => field<Value>(v.picklist(options), initial);

const ranged = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const wholeSchema = (min: number, max: number) => v.pipe(ranged(min, max), v.integer());

export const within = (min: number, max: number, initial: number) => field<number>(ranged(min, max), initial);

export const whole = (min: number, max: number, initial: number) =>
	field<number>(wholeSchema(min, max), initial);

/** A whole number, or none. */
export const wholeOrNone = (min: number, max: number) =>
	field<number | null>(v.nullable(wholeSchema(min, max)), null);

/** A number, or none. */
export const withinOrNone = (min: number, max: number) =>
	field<number | null>(v.nullable(ranged(min, max)), null);

export const flag = (initial: boolean) => field<boolean>(v.boolean(), initial);

/** Free text of so many characters at most. */
export const text = (most: number) => field<string>(v.pipe(v.string(), v.maxLength(most)), '');

/** As many numbers as there are at first, with commas between them, each as `one` has it. */
export const listOf = (one: Field<number>, initial: readonly number[]) =>
	field<readonly number[]>(v.pipe(v.array(one.schema), v.length(initial.length)), initial);

export interface Read<Values> {
	readonly values: Values;
	/** Names whose values were refused. */
	readonly refused: readonly string[];
}

/** The values of an address: those that are valid, for the others how things begin. */
export function readFields<Some extends Fields>(
	fields: Some,
	given: ReadonlyMap<string, string>
): Read<ValuesOf<Some>> {
	const values: Record<string, unknown> = {};
	const refused: string[] = [];
	for (const [name, { schema, initial }] of Object.entries(fields)) {
		const text = given.get(name);
		const found = text === undefined ? null : valueOf(schema, text);
		if (text !== undefined && found === null) refused.push(name);
		values[name] = found === null ? initial : found.value;
	}
	return { values: values as ValuesOf<Some>, refused };
}

/** A part of a query that holds what differs from how things begin; empty where nothing does. */
export function writtenFields<Some extends Fields>(fields: Some, values: ValuesOf<Some>, prefix = ''): string {
	return Object.entries(fields)
		.filter(([name, { initial }]) => !same(values[name], initial))
		.map(([name]) => `${encodeURIComponent(prefix + name)}=${written(values[name])}`)
		.join('&');
}

/** The text itself where that is a value, else what is written in it. */
function valueOf(schema: v.GenericSchema<unknown>, text: string): { readonly value: unknown } | null {
	for (const candidate of [text, parsed(text), text.split(',').map(parsed)]) {
		const checked = v.safeParse(schema, candidate);
		if (checked.success) return { value: checked.output };
	}
	return null;
}

function parsed(text: string): unknown {
	if (text === 'true' || text === 'false') return text === 'true';
	return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) ? Number(text) : text;
}

function written(value: unknown): string {
	const items: readonly unknown[] = Array.isArray(value) ? value : [value];
	return items.map((item) => encodeURIComponent(String(item))).join(',');
}

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);
