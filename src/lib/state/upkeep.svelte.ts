import type { RunLocks } from '$lib/runs/locks';
import type { RunStore } from '$lib/runs/store';
import type { WorkerEvent } from '$lib/worker/protocol';

/** What the browser counts for this site, bytes. */
interface Room {
	readonly used: number;
	/** The most that it gives. */
	readonly most: number;
}

/** A page that was just closed or reloaded may hold its run that long. */
const lettingGoMs = 1000;

/** The room that the kept runs take, which of them other tabs train, and how several go at once. */
export class Upkeep {
	/** Kept runs that another tab trains; as it was when the list was last read. */
	elsewhere = $state.raw<readonly string[]>([]);
	/** Null where the browser does not tell. */
	room = $state.raw<Room | null>(null);
	/** Runs that were deleted to make room for newer ones, since the page was opened. */
	tidied = $state(0);
	/** Runs that the reader deleted at once the last time; null before. */
	removed = $state<number | null>(null);

	readonly #locks: () => Promise<RunLocks>;
	/** Whether the run that is set up has the lock of this tab: it was trained or changed here. */
	#ours = false;

	constructor(locks: () => Promise<RunLocks>) {
		this.#locks = locks;
	}

	/** Looks again. @param own tells the run that is set up, or null */
	async look(own: () => string | null): Promise<void> {
		await this.#read(own);
		if (this.elsewhere.length > 0) setTimeout(() => void this.#read(own), lettingGoMs);
	}

	async #read(own: () => string | null): Promise<void> {
		const locks = await this.#locks();
		const [taken, room] = await Promise.all([locks.taken(), roomHere()]);
		this.room = room;
		this.elsewhere = [...taken].filter((id) => id !== own() || !this.#ours);
	}

	/** Deletes runs of a store, but for those that somebody trains. Rejects with StoreError. */
	async remove(store: RunStore, ids: readonly string[]): Promise<void> {
		const { sweep } = await import('$lib/runs/sweep');
		this.removed = (await sweep(store, await this.#locks(), ids)).length;
	}

	take(event: WorkerEvent): void {
		if (event.type === 'tidied') this.tidied += event.count;
		if (event.type === 'configured') this.#ours = false;
		const trains = event.type === 'state' && (event.state === 'running' || event.state === 'compiling');
		if (trains || event.type === 'amended' || event.type === 'saved') this.#ours = true;
	}
}

async function roomHere(): Promise<Room | null> {
	// Only secure pages have it, and Node has none.
	const manager = (globalThis as { navigator?: Partial<Navigator> }).navigator?.storage;
	const told = await manager?.estimate().catch(() => null);
	return told?.usage === undefined || told.quota === undefined
		? null
		: { used: told.usage, most: told.quota };
}
