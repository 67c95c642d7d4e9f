import type { Field } from '$lib/state/addressed';

/** A name of an address that was not taken, and what would have been, where that is known. */
export interface Ignored {
	readonly name: string;
	readonly field?: Field<unknown>;
}

/** Characters of an address that are looked at. */
const longest = 2000;
/** Characters of an unknown name that are told, and names. */
const [longestName, mostNames] = [40, 8];

/**
 * What a figure was opened with by its address, and what it stands at: each part of it takes its own values when it is
 * made (`opened.svelte.ts`) and says from then on in what it differs.
 */
export class Present {
	/** What nobody has taken: texts by their names. */
	readonly given: Map<string, string>;
	/** What was not valid. */
	readonly refused: Ignored[] = [];
	/** Each gives a part of a query: what differs from how the figure opens by itself. */
	readonly parts: (() => string)[] = [];

	constructor(query = '') {
		this.given = new Map(new URLSearchParams(query.slice(0, longest)));
	}

	/** The query by which the figure opens as it stands now; empty where nothing was changed. */
	get query(): string {
		return this.parts
			.map((part) => part())
			.filter(Boolean)
			.join('&');
	}

	/** What of the address says nothing here, once the whole figure is there. */
	get ignored(): Ignored[] {
		const unknown = [...this.given.keys()].map((name) => ({ name: name.slice(0, longestName) }));
		return [...this.refused, ...unknown].slice(0, mostNames);
	}
}

/** The figure's own in its context. */
export const presentKey = Symbol('present');
