/** A part of a figure, or of a page, whose values stand in an address. Pure. */
import type { Field, Fields, ValuesOf } from '$lib/state/addressed';
import { readFields } from '$lib/state/query';

/** A name of an address that was not taken, and what would have been, where that is known. */
export interface Ignored {
	readonly name: string;
	readonly field?: Field<unknown>;
}

/** Some fields, and who holds their values. */
export interface Part<Some extends Fields> {
	readonly fields: Some;
	/** Before each name, where there are several parts of a kind. */
	readonly prefix: string;
	readonly read: () => ValuesOf<Some>;
	/** Takes values that are valid one by one; `false` where they are not together. */
	readonly write: (values: ValuesOf<Some>) => unknown;
}

/** Hands a part what is its own of an address, which then holds it no more; gives what the part could not use. */
export function taken<Some extends Fields>(
	{ fields, prefix, write }: Part<Some>,
	given: Map<string, string>
): Ignored[] {
	const own = new Map<string, string>();
	for (const name of Object.keys(fields)) {
		const text = given.get(prefix + name);
		if (text !== undefined) own.set(name, text);
		given.delete(prefix + name);
	}
	if (own.size === 0) return [];
	const { values, refused } = readFields(fields, own);
	const names = write(values) === false ? [...own.keys()] : refused;
	return names.flatMap((name) => {
		const field = fields[name];
		return field === undefined ? [] : { name: prefix + name, field };
	});
}
