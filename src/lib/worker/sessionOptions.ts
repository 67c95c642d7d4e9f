import type { Decode } from '$lib/data/folders/image';
import type { RunLocks } from '$lib/runs/locks';
import type { RunStore } from '$lib/runs/store';
import type { Sleep } from './breaks';
import type { FindEngine } from './engines';
import type { Post } from './outbox';

/** What a session needs of the place where it runs. */
export interface SessionOptions {
	readonly post: Post;
	readonly findEngine: FindEngine;
	/** Where runs are kept. */
	readonly openStore: () => Promise<RunStore>;
	/** Who trains which run, in any tab; nobody asks if left out. */
	readonly locks?: RunLocks;
	/** Milliseconds from any origin. */
	readonly clock?: () => number;
	/** Reads images; by the browser's means if left out. */
	readonly decode?: Decode;
	/** Waits during breaks; by a timer if left out. */
	readonly sleep?: Sleep;
}
