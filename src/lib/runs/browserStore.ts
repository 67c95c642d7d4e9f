/**
 * Runs in IndexedDB. A run's head, its metrics and its checkpoint lie in a table each, so that a list reads heads only.
 * The checkpoint is written first, under a number that was not used; then one transaction writes the metrics and a
 * head that points to it and deletes what the old head pointed to. Whatever fails or is cut off in between, the head
 * points to a complete checkpoint, and the metrics are those of its time.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { MemoryStore } from './memoryStore';
import type { Metrics } from './metrics';
import { readHead, readRun } from './read';
import { longestName, type RunProgress, type StoredRun } from './run';
import { missing, StoreError, type ListedRun, type RunStore } from './store';

const DATABASE = 'runs';
const tables = ['heads', 'metrics', 'checkpoints'] as const;

type CheckpointKey = [id: string, number: number];

interface KeptHead {
	readonly id: string;
	/** Number of the checkpoint, or null for none. */
	readonly checkpoint: number | null;
	readonly checkpointBytes: number;
	readonly [field: string]: unknown;
}

interface Schema extends DBSchema {
	heads: { key: string; value: KeptHead };
	metrics: { key: string; value: Metrics };
	checkpoints: { key: CheckpointKey; value: Uint8Array };
}

/** The browser's store, or one in memory where it has none. Never rejects. */
export async function openRunStore(): Promise<RunStore> {
	if (typeof indexedDB === 'undefined') return new MemoryStore();
	try {
		return await BrowserStore.open();
	} catch {
		return new MemoryStore();
	}
}

/** All checkpoints of a run: arrays are greater than any number. */
function rangeOf(id: string): IDBKeyRange {
	return IDBKeyRange.bound([id, -Infinity], [id, []]);
}

class BrowserStore implements RunStore {
	readonly lasting = true;
	#database: IDBPDatabase<Schema> | null;

	static async open(): Promise<BrowserStore> {
		return new BrowserStore(await connect());
	}

	private constructor(database: IDBPDatabase<Schema>) {
		this.#database = database;
	}

	list(): Promise<ListedRun[]> {
		return this.#ask(async (database) => {
			const heads = (await database.getAll('heads')).flatMap((kept) => readKept(kept) ?? []);
			return heads.sort((a, b) => b.updated - a.updated);
		});
	}

	get(id: string): Promise<StoredRun | null> {
		return this.#ask(async (database) => {
			const transaction = database.transaction(['heads', 'metrics']);
			const [head, metrics] = await Promise.all([
				transaction.objectStore('heads').get(id),
				transaction.objectStore('metrics').get(id)
			]);
			return head === undefined ? null : readable(() => readRun({ ...head, metrics }));
		});
	}

	checkpoint(id: string): Promise<Uint8Array | null> {
		return this.#ask(async (database) => {
			const transaction = database.transaction(['heads', 'checkpoints']);
			const number = (await transaction.objectStore('heads').get(id))?.checkpoint ?? null;
			if (number === null) return null;
			return (await transaction.objectStore('checkpoints').get([id, number])) ?? null;
		});
	}

	put(run: StoredRun, checkpoint: Uint8Array | null): Promise<void> {
		const { metrics, ...head } = run;
		return this.#write(run.id, metrics, checkpoint, () => head);
	}

	save(id: string, progress: RunProgress, checkpoint: Uint8Array | null): Promise<void> {
		const { metrics, ...changes } = progress;
		return this.#write(id, metrics, checkpoint, (old) => {
			if (old === undefined) throw missing();
			return { ...old, ...changes };
		});
	}

	rename(id: string, name: string): Promise<void> {
		return this.#ask(async (database) => {
			const transaction = database.transaction('heads', 'readwrite');
			const head = await transaction.store.get(id);
			if (head === undefined) throw missing();
			await Promise.all([
				transaction.store.put({ ...head, name: name.slice(0, longestName) }),
				transaction.done
			]);
		});
	}

	delete(id: string): Promise<void> {
		return this.#ask(async (database) => {
			const transaction = database.transaction(tables, 'readwrite');
			await Promise.all([
				transaction.objectStore('heads').delete(id),
				transaction.objectStore('metrics').delete(id),
				transaction.objectStore('checkpoints').delete(rangeOf(id)),
				transaction.done
			]);
		});
	}

	close(): void {
		this.#database?.close();
		this.#database = null;
	}

	#write(
		id: string,
		metrics: Metrics,
		checkpoint: Uint8Array | null,
		headFrom: (old: KeptHead | undefined) => object
	): Promise<void> {
		return this.#ask(async (database) => {
			const number = checkpoint === null ? null : await addCheckpoint(database, id, checkpoint);
			const bytes = checkpoint?.byteLength ?? 0;
			try {
				await pointTo(database, id, metrics, (old) => {
					const kept = { checkpoint: old?.checkpoint ?? null, checkpointBytes: old?.checkpointBytes ?? 0 };
					const pointer = number === null ? kept : { checkpoint: number, checkpointBytes: bytes };
					return { ...headFrom(old), id, ...pointer };
				});
			} catch (error) {
				// What cannot be deleted now goes with the next checkpoint that is kept.
				if (number !== null) await database.delete('checkpoints', [id, number]).catch(() => undefined);
				throw error;
			}
		});
	}

	/** Asks the database, opened again where the browser closed it. */
	async #ask<T>(question: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
		try {
			this.#database ??= await connect();
			return await question(this.#database);
		} catch (error) {
			// A connection that the browser has closed.
			if (error instanceof DOMException && error.name === 'InvalidStateError') this.close();
			throw storeError(error);
		}
	}
}

function connect(): Promise<IDBPDatabase<Schema>> {
	return openDB<Schema>(DATABASE, 1, {
		upgrade(database) {
			database.createObjectStore('heads', { keyPath: 'id' });
			database.createObjectStore('metrics');
			database.createObjectStore('checkpoints');
		},
		// A page of a later version waits for this one to let go; the next question opens it again, or fails.
		blocking(_current, _blocked, event) {
			(event.target as IDBDatabase).close();
		}
	});
}

/** Writes a checkpoint that nothing points to yet; returns its number. */
async function addCheckpoint(
	database: IDBPDatabase<Schema>,
	id: string,
	checkpoint: Uint8Array
): Promise<number> {
	const transaction = database.transaction('checkpoints', 'readwrite', { durability: 'strict' });
	const keys = await transaction.store.getAllKeys(rangeOf(id));
	const number = 1 + Math.max(0, ...keys.map(([, used]) => used));
	await Promise.all([transaction.store.add(checkpoint, [id, number]), transaction.done]);
	return number;
}

/** Writes head and metrics, and deletes the checkpoints before the one that the head points to. */
async function pointTo(
	database: IDBPDatabase<Schema>,
	id: string,
	metrics: Metrics,
	headFrom: (old: KeptHead | undefined) => KeptHead
): Promise<void> {
	const transaction = database.transaction(tables, 'readwrite', { durability: 'strict' });
	const [heads, checkpoints] = [transaction.objectStore('heads'), transaction.objectStore('checkpoints')];
	const ended = transaction.done.catch(() => undefined);
	try {
		const head = headFrom(await heads.get(id));
		const { checkpoint } = head;
		// Another page may have kept a later one and deleted this.
		if (checkpoint !== null && (await checkpoints.count([id, checkpoint])) === 0) throw missing();
		await heads.put(head);
		await transaction.objectStore('metrics').put(metrics, id);
		if (checkpoint !== null) {
			await checkpoints.delete(IDBKeyRange.bound([id, -Infinity], [id, checkpoint], false, true));
		}
	} catch (error) {
		abort(transaction);
		await ended;
		// A request that was cut off says only that it was; the transaction says why.
		throw transaction.error ?? error;
	}
	await transaction.done;
}

/** What the transaction wrote is undone. One that failed by itself is over already. */
function abort(transaction: { abort(): void }): void {
	try {
		transaction.abort();
	} catch {
		return;
	}
}

function readKept(kept: KeptHead): ListedRun | null {
	const { checkpointBytes } = kept;
	const head = readable(() => readHead(kept));
	return head && { ...head, checkpointBytes };
}

/** Null for what another version or another program wrote. */
function readable<T>(read: () => T): T | null {
	try {
		return read();
	} catch {
		return null;
	}
}

function storeError(error: unknown): StoreError {
	if (error instanceof StoreError) return error;
	const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
	if (name === 'QuotaExceededError') {
		return new StoreError(
			'full',
			'The browser has no more room for runs: delete some, or download this one.'
		);
	}
	return new StoreError('failed', `The browser could not keep or read the run: ${message}`);
}
