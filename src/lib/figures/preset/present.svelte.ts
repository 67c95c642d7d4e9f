import type { Field, Fields, ValuesOf } from '$lib/state/addressed';
import { readFields, writtenFields } from '$lib/state/query';

/** A name of an address that was not taken, and what would have been, where that is known. */
export interface Ignored {
	readonly name: string;
	readonly field?: Field<unknown>;
}

/** Characters of an address that are looked at. */
const longest = 2000;
/** Characters of an unknown name that are told, and names. */
const [longestName, mostNames] = [40, 8];

/** Some fields, and who holds their values. */
export interface Part<Some extends Fields> {
	readonly fields: Some;
	/** Before each name, where there are several parts of a kind. */
	readonly prefix: string;
	readonly read: () => ValuesOf<Some>;
	/** Takes values that are valid one by one; `false` where they are not together. */
	readonly write: (values: ValuesOf<Some>) => unknown;
}

/** A part without its types: says what differs, and takes its values of an address. */
interface Joined {
	readonly query: () => string;
	readonly take: (given: Map<string, string>) => readonly Ignored[];
}

/**
 * What a figure, or a page, was opened with by its address, and what it stands at: each part of it takes its own values
 * (`opened.svelte.ts`) and says from then on in what it differs.
 */
export class Present {
	/** What nobody has taken: texts by their names. */
	#given: Map<string, string>;
	/** What was not valid. */
	#refused: Ignored[] = [];
	#parts = $state.raw<readonly Joined[]>([]);

	constructor(query = '') {
		this.#given = entriesOf(query);
	}

	/** The query by which it opens as it stands now; empty where nothing was changed. */
	get query(): string {
		return this.#parts
			.map(({ query }) => query())
			.filter(Boolean)
			.join('&');
	}

	/** What of the address says nothing here, once all is there. */
	get ignored(): Ignored[] {
		const unknown = [...this.#given.keys()].map((name) => ({ name: name.slice(0, longestName) }));
		return [...this.#refused, ...unknown].slice(0, mostNames);
	}

	/** Takes a part in, which takes at once what is its own; returns how it leaves. */
	join<Some extends Fields>(part: Part<Some>): () => void {
		const { fields, prefix, read } = part;
		const joined: Joined = {
			query: () => writtenFields(fields, read(), prefix),
			take: (given) => taken(part, given)
		};
		this.#parts = [...this.#parts, joined];
		this.#refused.push(...joined.take(this.#given));
		return () => {
			this.#parts = this.#parts.filter((each) => each !== joined);
		};
	}

	/** Opens all that is there, and what comes later, by another address. */
	open(query: string): void {
		this.#given = entriesOf(query);
		this.#refused = this.#parts.flatMap(({ take }) => take(this.#given));
	}
}

const entriesOf = (query: string) => new Map(new URLSearchParams(query.slice(0, longest)));

/** Hands a part what is its own of an address, which then holds it no more; gives what the part could not use. */
function taken<Some extends Fields>(
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
