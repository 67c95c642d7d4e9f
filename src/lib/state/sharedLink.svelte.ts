import type { Playground } from './playground.svelte';
import type { OwnImages } from './playgroundLink';

/** A link to the playground, read where somebody opens it; `playgroundLink.ts` makes and reads it, and loads for that. */
export class SharedLink {
	/** Names in the opened link that said nothing here; null where no link was opened. */
	ignored = $state.raw<readonly string[] | null>(null);
	/** What the sender's images were that stayed on the sender's computer; null: the same images are made here. */
	files = $state.raw<OwnImages | null>(null);
	readonly #playground: Playground;

	constructor(playground: Playground) {
		this.#playground = playground;
	}

	/** Takes what is valid of the page's fragment; one that links to no run changes nothing. */
	async open(fragment: string): Promise<void> {
		if (!/^#(.*&)?run=/.test(fragment)) return;
		const { readPlaygroundLink, showAs } = await import('./playgroundLink');
		const linked = readPlaygroundLink(fragment);
		if (linked === null) return;
		this.#playground.draft.merge(linked.config);
		if (linked.view !== null) showAs(this.#playground, linked.view);
		this.ignored = linked.ignored;
		this.files = linked.files;
	}

	dismiss(): void {
		this.ignored = null;
	}
}
