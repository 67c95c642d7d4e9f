import type { Fields } from '$lib/state/addressed';
import { writtenFields } from '$lib/state/query';
import { taken, type Ignored, type Part } from './part';

/** Characters of an address that are looked at. */
const longest = 2000;
/** Characters of an unknown name that are told, and names. */
const [longestName, mostNames] = [40, 8];

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

	/** Names of parts that come late: not told as unknown before. */
	readonly #later: readonly string[];

	/** @param later names of parts that are made only when the reader comes near */
	constructor(query = '', later: readonly string[] = []) {
		this.#given = entriesOf(query);
		this.#later = later;
	}

	/** The query by which it opens as it stands now; empty where nothing was changed. */
	get query(): string {
		return this.#parts
			.map(({ query }) => query())
			.filter(Boolean)
			.join('&');
	}

	/** What of the address says nothing here; it changes only with the parts, or when another address is opened. */
	get ignored(): Ignored[] {
		if (this.#parts.length === 0 && this.#given.size === 0) return [];
		const unknown = [...this.#given.keys()].filter((name) => !this.#later.includes(name));
		return [...this.#refused, ...unknown.map((name) => ({ name: name.slice(0, longestName) }))].slice(
			0,
			mostNames
		);
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
		this.#parts = [...this.#parts];
	}
}

const entriesOf = (query: string) => new Map(new URLSearchParams(query.slice(0, longest)));
