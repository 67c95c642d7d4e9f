/**
 * Fields read from an address and written into one. Only what differs from how things begin is written, and what is not
 * understood is named, never used. Pure; nothing here throws.
 */
import * as v from 'valibot';
import type { Fields, ValuesOf } from './addressed';

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
export function writtenFields<Some extends Fields>(
	fields: Some,
	values: ValuesOf<Some>,
	prefix = ''
): string {
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
