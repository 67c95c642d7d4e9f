import type { RunLocks } from '$lib/runs/locks';
import type { StoredRun } from '$lib/runs/run';
import type { RunStore } from '$lib/runs/store';
import { CommandError } from './failure';

/** The right to write a run down. One session has it at a time, from the run's first step here until it leaves. */
export class Claim {
	readonly #locks: RunLocks;
	#letGo: (() => void) | null = null;

	constructor(locks: RunLocks) {
		this.#locks = locks;
	}

	get held(): boolean {
		return this.#letGo !== null;
	}

	/**
	 * Takes the run, where that is not done. Throws CommandError `run-in-use` where another session has it, and
	 * `run-moved-on` where one has trained it since it was read here.
	 * @param store where the run is kept already; null for a run that is not
	 */
	async take({ id, updated }: StoredRun, store: Promise<RunStore> | null): Promise<void> {
		if (this.held) return;
		const letGo = await this.#locks.take(id);
		if (letGo === null) throw new CommandError('run-in-use', 'This run is being trained in another tab.');
		const kept = store && (await readable(store, id));
		// A run that was deleted meanwhile is told by its next saving.
		if (kept !== null && kept.updated !== updated) {
			letGo();
			throw new CommandError('run-moved-on', 'Another tab has trained this run further since it was read.');
		}
		this.#letGo = letGo;
	}

	letGo(): void {
		this.#letGo?.();
		this.#letGo = null;
	}
}

/** A store that fails now does not hinder training; the next saving tells. */
async function readable(store: Promise<RunStore>, id: string): Promise<StoredRun | null> {
	try {
		return await (await store).get(id);
	} catch {
		return null;
	}
}
