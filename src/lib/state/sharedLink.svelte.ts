import { readRunLink, runLink } from '$lib/runs/link';
import type { Draft } from './draft.svelte';

/** A link that holds the draft: made here, and read where somebody opens it. */
export class SharedLink {
	/** Names in the opened link that said nothing here; null where no link was opened. */
	ignored = $state.raw<readonly string[] | null>(null);
	readonly #draft: Draft;

	constructor(draft: Draft) {
		this.#draft = draft;
	}

	/** The draft as what stands behind `#`. */
	get fragment(): string {
		return `#${runLink(this.#draft.config)}`;
	}

	/** Takes what is valid of the page's fragment; one that links to no run changes nothing. */
	open(fragment: string): void {
		const linked = readRunLink(fragment);
		if (linked === null) return;
		this.#draft.merge(linked.config);
		this.ignored = linked.ignored;
	}

	dismiss(): void {
		this.ignored = null;
	}
}
