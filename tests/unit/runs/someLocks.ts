import type { RunLocks } from '$lib/runs/locks';

/** Locks that all sessions of a test share, as a browser's tabs do. */
export class SomeLocks implements RunLocks {
	readonly sure = true;
	readonly held = new Set<string>();

	async take(id: string) {
		if (this.held.has(id)) return null;
		this.held.add(id);
		return () => void this.held.delete(id);
	}

	async taken() {
		return new Set(this.held);
	}
}
