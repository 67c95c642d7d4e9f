import { getContext, onDestroy } from 'svelte';
import type { Fields, ValuesOf } from '$lib/state/addressed';
import { presentKey } from './key';
import type { Part } from './part';
import type { Present } from './present.svelte';

/**
 * The choices of a part of a figure: as its address has them, else as the fields begin; from then on they are the
 * reader's. To be called while a component is made; on a page without such addresses they are plain state.
 * @param prefix before the names where a figure has several parts of a kind
 */
export function opened<Some extends Fields>(fields: Some, prefix = ''): ValuesOf<Some> {
	const begin = Object.entries(fields).map(([name, { initial }]) => [name, initial]);
	const values = $state(Object.fromEntries(begin) as ValuesOf<Some>);
	attach(fields, { read: () => values, write: (given) => Object.assign(values, given) }, prefix);
	return values;
}

/** The same for values that somebody else holds; `write` is called, at once or later, where an address has some of them. */
export function attach<Some extends Fields>(
	fields: Some,
	holder: Pick<Part<Some>, 'read' | 'write'>,
	prefix = ''
): void {
	const present = getContext<Present | undefined>(presentKey);
	if (present !== undefined) onDestroy(present.join({ fields, prefix, ...holder }));
}
