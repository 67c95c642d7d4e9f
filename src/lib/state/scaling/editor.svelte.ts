import { SvelteMap } from 'svelte/reactivity';
import { designProblem, type Design, type DesignField } from './design';
import { edit, type DesignError } from './edit';
import { designLink, readDesign } from './link';

/** A design under the reader's hands: every change is taken or refused with its reason, and what was refused changes nothing. */
export class DesignEditor {
	design: Design = $state.raw() as Design;
	/** Why the last value of a field was not taken. */
	readonly errors = new SvelteMap<DesignField, DesignError>();
	/** Names in the page's address that could not be used. */
	refused: readonly string[] = $state.raw([]);

	readonly #changed: (fragment: string) => void;

	/** `changed` is told the new fragment of the page's address after each change. */
	constructor(design: Design, changed: (fragment: string) => void) {
		this.design = design;
		this.#changed = changed;
	}

	/** Takes the design of the page's address, if it has one. */
	look(fragment: string): void {
		const read = readDesign(fragment, this.design);
		if (read === null) return;
		this.design = read.design;
		this.refused = read.refused;
	}

	/** Begins with a design of an address; tells whether its numbers make a network together. */
	begin(design: Design): boolean {
		const fits = designProblem(design) === null;
		if (fits) this.#take(design);
		return fits;
	}

	set(field: DesignField, value: string | number | boolean): void {
		const edited = edit(this.design, field, value);
		if ('error' in edited) this.errors.set(field, edited.error);
		else this.#take(edited.design);
	}

	/** Begins with another design. */
	start(design: Design): void {
		this.#take(design);
	}

	#take(design: Design): void {
		this.errors.clear();
		this.refused = [];
		this.design = design;
		this.#changed(designLink(design));
	}
}
