import type { StoredRun } from '$lib/runs/run';
import type { ListedRun } from '$lib/runs/store';

/** Runs that are compared at once: there are so many colours of runs. */
const mostCompared = 4;

/** The runs that the reader has ticked, in the order of their ticks. */
export class Comparison {
	/** Ids. */
	chosen = $state.raw<readonly string[]>([]);
	/** As far as they are read, in that order. */
	runs = $state.raw<readonly StoredRun[]>([]);
	readonly full = $derived(this.chosen.length >= mostCompared);
	readonly #read: (id: string) => Promise<StoredRun | null>;

	/** @param read a run of the store; null where there is none */
	constructor(read: (id: string) => Promise<StoredRun | null>) {
		this.#read = read;
	}

	/** Ticks a run, or unticks it; a fifth is not taken. */
	async choose(id: string, on: boolean): Promise<void> {
		const others = this.chosen.filter((one) => one !== id);
		this.chosen = on ? [...others, id].slice(0, mostCompared) : others;
		await this.#load();
	}

	/** Reads the ticked runs again, but for those that are no longer listed. */
	async refresh(list: readonly ListedRun[]): Promise<void> {
		const chosen = this.chosen.filter((id) => list.some((run) => run.id === id));
		if (chosen.length < this.chosen.length) this.chosen = chosen;
		if (chosen.length > 0 || this.runs.length > 0) await this.#load();
	}

	async #load(): Promise<void> {
		const { chosen } = this;
		const read = await Promise.all(chosen.map((id) => this.#read(id)));
		// Ticked otherwise meanwhile: that is read by itself.
		if (chosen === this.chosen) this.runs = read.flatMap((run) => run ?? []);
	}
}
