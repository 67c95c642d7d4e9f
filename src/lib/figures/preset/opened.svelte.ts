import { getContext } from 'svelte';
import { readFields, writtenFields, type Fields, type ValuesOf } from '$lib/state/addressed';
import { Present, presentKey } from './present';

/**
 * The choices of a part of a figure: as the figure's address has them, else as the fields begin; from then on they are
 * the reader's. To be called while a component is made; on a page without such addresses they are plain state.
 * @param prefix before the names where a figure has several parts of a kind
 */
export function opened<Some extends Fields>(fields: Some, prefix = ''): ValuesOf<Some> {
	const values = $state(readFields(fields, new Map()).values);
	attach(fields, { read: () => values, write: (given) => Object.assign(values, given) }, prefix);
	return values;
}

interface Holder<Values> {
	readonly read: () => Values;
	/** Takes values that are valid one by one; `false` where they are not together. */
	readonly write: (values: Values) => unknown;
}

/** The same for values that somebody else holds; `write` is called, at once, where the address has some of them. */
export function attach<Some extends Fields>(
	fields: Some,
	{ read, write }: Holder<ValuesOf<Some>>,
	prefix = ''
): void {
	const { given, refused, parts } = getContext<Present | undefined>(presentKey) ?? new Present();
	parts.push(() => writtenFields(fields, read(), prefix));
	const own = new Map<string, string>();
	for (const name of Object.keys(fields)) {
		const text = given.get(prefix + name);
		if (text !== undefined) own.set(name, text);
		given.delete(prefix + name);
	}
	if (own.size === 0) return;
	const start = readFields(fields, own);
	const taken = write(start.values) !== false;
	for (const name of taken ? start.refused : own.keys()) {
		const known = fields[name];
		if (known) refused.push({ name: prefix + name, field: known });
	}
}
