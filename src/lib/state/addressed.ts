/** Values that stand in an address as `name=value`: what each may be, and how it begins. `query.ts` reads and writes them. */
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

/** Fields of a schema's entries, as they begin in one value. */
export const fieldsOfEntries = <Values extends object>(
	entries: { readonly [Name in keyof Values]: v.GenericSchema<Values[Name]> },
	begin: Values
) =>
	Object.fromEntries(
		Object.entries(entries).map(([name, schema]) => [name, { schema, initial: begin[name as keyof Values] }])
	) as { readonly [Name in keyof Values]: Field<Values[Name]> };
