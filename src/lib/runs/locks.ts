/** Who trains a kept run: one tab at a time. A tab that ends, in whatever way, lets go of what it had. */
export interface RunLocks {
	/** False where the browser has no locks: then nobody can tell what other tabs train. */
	readonly sure: boolean;
	/** Takes a run by its id; null where somebody has it. What it gives lets go of it. Never rejects. */
	take(id: string): Promise<(() => void) | null>;
	/** Ids of the runs that somebody has, in any tab. Never rejects. */
	taken(): Promise<ReadonlySet<string>>;
}

/** Other programs of the same origin may have locks, too. */
const PREFIX = 'efficientnetv2-explained run ';

/** For Node, and for pages that are not secure: everybody gets everything. */
export const noLocks: RunLocks = {
	sure: false,
	take: () => Promise.resolve(() => undefined),
	taken: () => Promise.resolve(new Set())
};

/** The locks of the browser, which pages and workers of an origin share. */
export function browserLocks(): RunLocks {
	// Only secure pages have them, and Node has none.
	const manager = (globalThis as { navigator?: Partial<Navigator> }).navigator?.locks;
	if (manager === undefined) return noLocks;
	return { sure: true, take: (id) => take(manager, id), taken: () => taken(manager) };
}

function take(manager: LockManager, id: string): Promise<(() => void) | null> {
	return new Promise((answer) => {
		const held = (lock: Lock | null): Promise<void> | null => {
			if (lock !== null) return new Promise<void>(answer);
			answer(null);
			return null;
		};
		// A browser that refuses locks altogether (a sandboxed frame) hinders no training.
		manager.request(PREFIX + id, { ifAvailable: true }, held).catch(() => {
			answer(() => undefined);
		});
	});
}

async function taken(manager: LockManager): Promise<ReadonlySet<string>> {
	const { held = [] } = await manager.query().catch((): LockManagerSnapshot => ({}));
	const names = held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
	return new Set(names);
}
