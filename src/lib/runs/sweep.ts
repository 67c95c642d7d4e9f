/** Which runs need not be kept, and how they go. */
import { stepsPerEpoch } from '$lib/recipe/schedule';
import type { RunLocks } from './locks';
import { isNamed } from './run';
import type { ListedRun, RunStore } from './store';

/** Unfinished runs without a name of their own that stay beside the one that trains: the newest so many. */
export const mostUnfinished = 10;
/** Of these, runs that have not made an epoch. */
const mostBegun = 1;

/** Not finished, not named, and trained here: a run without a checkpoint came from a file, to be compared. */
export function isLoose(run: ListedRun): boolean {
	return run.state !== 'finished' && !isNamed(run) && run.checkpointBytes > 0;
}

/** Ids of the loose runs that are too many. @param list the latest first, without the run that trains */
export function surplus(list: readonly ListedRun[]): string[] {
	const loose = list.filter(isLoose);
	const begun = loose.filter(isBegun).slice(mostBegun);
	const rest = loose.filter((run) => !begun.includes(run)).slice(mostUnfinished);
	return [...begun, ...rest].map(({ id }) => id);
}

/** Whether it stopped before its first epoch was over; false where the size of its data is not known. */
function isBegun({ position, data, config }: ListedRun): boolean {
	return data.train > 0 && position < stepsPerEpoch(data.train, config.batch);
}

/**
 * Deletes runs, but for those that somebody trains. Returns the ids of those that are gone. Rejects with StoreError;
 * what was deleted before is.
 */
export async function sweep(store: RunStore, locks: RunLocks, ids: readonly string[]): Promise<string[]> {
	const gone: string[] = [];
	for (const id of ids) {
		// With its lock nobody can begin to train it meanwhile.
		const letGo = await locks.take(id);
		if (letGo === null) continue;
		try {
			await store.delete(id);
			gone.push(id);
		} finally {
			letGo();
		}
	}
	return gone;
}

/**
 * Deletes the runs that are too many; returns how many those were. Nothing where nobody can tell what other tabs train.
 * Never rejects: a store that fails now is tidied the next time.
 * @param own id of the run that trains here
 */
export async function tidy(store: RunStore, locks: RunLocks, own: string): Promise<number> {
	if (!locks.sure) return 0;
	try {
		const others = (await store.list()).filter(({ id }) => id !== own);
		return (await sweep(store, locks, surplus(others))).length;
	} catch {
		return 0;
	}
}
