import { headOf, longestName, type RunProgress, type StoredRun } from './run';
import { missing, type ListedRun, type RunStore } from './store';

interface Kept {
	readonly run: StoredRun;
	readonly checkpoint: Uint8Array | null;
}

/** Runs in memory: for tests, for Node, and for browsers that keep nothing (private windows). */
export class MemoryStore implements RunStore {
	readonly lasting = false;
	readonly #runs = new Map<string, Kept>();

	async list(): Promise<ListedRun[]> {
		const listed = [...this.#runs.values()].map(({ run, checkpoint }) => {
			return { ...headOf(structuredClone(run)), checkpointBytes: checkpoint?.byteLength ?? 0 };
		});
		return listed.sort((a, b) => b.updated - a.updated);
	}

	async get(id: string): Promise<StoredRun | null> {
		return structuredClone(this.#runs.get(id)?.run ?? null);
	}

	async checkpoint(id: string): Promise<Uint8Array | null> {
		return this.#runs.get(id)?.checkpoint?.slice() ?? null;
	}

	async put(run: StoredRun, checkpoint: Uint8Array | null): Promise<void> {
		this.#runs.set(run.id, { run: structuredClone(run), checkpoint: checkpoint?.slice() ?? null });
	}

	async save(id: string, progress: RunProgress, checkpoint: Uint8Array | null): Promise<void> {
		const kept = this.#kept(id);
		await this.put({ ...kept.run, ...progress }, checkpoint ?? kept.checkpoint);
	}

	async rename(id: string, name: string): Promise<void> {
		const { run, checkpoint } = this.#kept(id);
		await this.put({ ...run, name: name.slice(0, longestName) }, checkpoint);
	}

	async delete(id: string): Promise<void> {
		this.#runs.delete(id);
	}

	close(): void {}

	#kept(id: string): Kept {
		const kept = this.#runs.get(id);
		if (kept === undefined) throw missing();
		return kept;
	}
}
