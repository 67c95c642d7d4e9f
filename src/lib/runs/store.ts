/** Where runs are kept. One behind the page and the worker (`browserStore.ts`), one for as long as the page is open. */
import type { RunHead, RunProgress, StoredRun } from './run';

export type StoreErrorKind =
	/** The browser gives this site no more room. */
	| 'full'
	/** There is no such run (any more). */
	| 'missing'
	/** The browser's storage does not work. */
	| 'failed';

/** A run that could not be kept or found; what was kept before is as it was. `message` is a sentence for the reader. */
export class StoreError extends Error {
	override readonly name = 'StoreError';
	constructor(
		readonly kind: StoreErrorKind,
		message: string
	) {
		super(message);
	}
}

export interface ListedRun extends RunHead {
	/** Size of the checkpoint; 0 where there is none. */
	readonly checkpointBytes: number;
}

/** Methods reject with StoreError. A write that fails changes nothing. */
export interface RunStore {
	/** False where runs are forgotten with the page. */
	readonly lasting: boolean;
	/** Those that can be read, the latest first. */
	list(): Promise<ListedRun[]>;
	/** Null where there is none, or none that can be read. */
	get(id: string): Promise<StoredRun | null>;
	/** What the run goes on from; null where that is its initial weights. */
	checkpoint(id: string): Promise<Uint8Array | null>;
	/** Keeps a new run, or in the place of the one with this id another. */
	put(run: StoredRun, checkpoint: Uint8Array | null): Promise<void>;
	/** Keeps how far a run is; without a checkpoint the last one stays. Rejects with `missing` if the run was deleted. */
	save(id: string, progress: RunProgress, checkpoint: Uint8Array | null): Promise<void>;
	/** Cuts a name that is too long. Rejects with `missing`. */
	rename(id: string, name: string): Promise<void>;
	delete(id: string): Promise<void>;
	/** Gives back what the store holds; another one may be opened. */
	close(): void;
}

export function missing(): StoreError {
	return new StoreError('missing', 'This run is no longer kept in this browser.');
}
