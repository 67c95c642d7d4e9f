import type { Calm } from '$lib/engine/race/calm';
import { breathe } from './breath';

/** Whether the reader sees the page: a browser slows down one that is hidden, and what is timed then means little. */
export class Visibility implements Calm {
	#hidden = false;
	#disturbances = 0;
	#shown: (() => void)[] = [];

	set hidden(hidden: boolean) {
		if (hidden && !this.#hidden) this.#disturbances++;
		this.#hidden = hidden;
		if (!hidden) for (const resolve of this.#shown.splice(0)) resolve();
	}

	async wait(): Promise<void> {
		if (this.#hidden) await new Promise<void>((resolve) => this.#shown.push(resolve));
	}

	/** How often the page was hidden so far. A step on the processor lets no message in before it is through. */
	async disturbances(): Promise<number> {
		await breathe();
		return this.#disturbances;
	}
}
