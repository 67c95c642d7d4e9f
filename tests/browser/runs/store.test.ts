import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { openRunStore } from '$lib/runs/browserStore';
import { progressOf } from '$lib/runs/run';
import type { RunStore, StoreError } from '$lib/runs/store';
import { bytes, ids, storeTests } from '../../suites/runStore';
import { someRun } from '../../unit/runs/someRun';

const [id] = ids;
let stores: RunStore[] = [];

async function open(): Promise<RunStore> {
	const store = await openRunStore();
	stores.push(store);
	return store;
}

/** The checkpoints that lie in the database, by key. */
async function lying(): Promise<unknown[]> {
	const database = await openDB('runs', 1);
	const keys = await database.getAllKeys('checkpoints');
	database.close();
	return keys;
}

beforeEach(async () => {
	await deleteDB('runs');
});
afterEach(() => {
	vi.restoreAllMocks();
	for (const store of stores) store.close();
	stores = [];
});

storeTests(open);

const progress = (position: number) => progressOf(someRun(id, { position, state: 'unfinished' }));

test('lasts: another session finds what was kept, and only the last checkpoint lies there', async () => {
	const store = await open();
	expect(store.lasting).toBe(true);
	await store.put(someRun(id), bytes(1));
	for (const position of [1, 2, 3]) await store.save(id, progress(position), bytes(position));
	store.close();
	const other = await open();
	expect(await other.get(id)).toMatchObject({ position: 3 });
	expect(await other.checkpoint(id)).toEqual(bytes(3));
	expect(await lying()).toHaveLength(1);
});

/** The run as it was kept first, with its first checkpoint, and nothing else. */
async function expectFirst(store: RunStore): Promise<void> {
	expect(await store.get(id)).toEqual(someRun(id));
	expect(await store.checkpoint(id)).toEqual(bytes(1));
	expect(await lying()).toHaveLength(1);
}

describe('a writing that fails leaves the last complete run', () => {
	const fault = new DOMException('The disk is on fire.', 'UnknownError');

	test.each([
		['checkpoints', 'add'],
		['heads', 'put'],
		['metrics', 'put']
	] as const)('in %s', async (table, method) => {
		const store = await open();
		await store.put(someRun(id), bytes(1));
		const original = IDBObjectStore.prototype[method];
		vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (this: IDBObjectStore, ...given) {
			if (this.name === table) throw fault;
			return original.apply(this, given);
		});
		await expect(store.save(id, progress(2), bytes(2))).rejects.toMatchObject({
			kind: 'failed',
			message: expect.stringContaining('The disk is on fire.') as unknown
		});
		vi.restoreAllMocks();
		await expectFirst(store);
		await store.save(id, progress(3), bytes(3));
		expect(await store.checkpoint(id)).toEqual(bytes(3));
		expect(await lying()).toHaveLength(1);
	});

	test('when it is cut off between checkpoint and head; the checkpoint without a head goes with the next', async () => {
		const store = await open();
		await store.put(someRun(id), bytes(1));
		const database = await openDB('runs', 1);
		await database.put('checkpoints', bytes(7), [id, 2]);
		database.close();
		expect(await store.checkpoint(id)).toEqual(bytes(1));
		await store.save(id, progress(3), bytes(3));
		expect(await store.checkpoint(id)).toEqual(bytes(3));
		expect(await lying()).toHaveLength(1);
	});
});

test('a browser without room is a state: full, and what was kept stays', async () => {
	const { origin } = location;
	const store = await open();
	await store.put(someRun(id), bytes(1));
	// Random, or the browser compresses it.
	const checkpoint = new Uint8Array(2 ** 21);
	for (let at = 0; at < checkpoint.length; at += 2 ** 16) {
		crypto.getRandomValues(checkpoint.subarray(at, at + 2 ** 16));
	}
	await cdp().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
	try {
		// The browser remembers for some seconds how much room there was.
		const kindOf = (saving: Promise<void>) =>
			saving.then(
				() => 'none',
				({ kind }: StoreError) => kind
			);
		const other = () => kindOf(store.put(someRun(ids[1]), checkpoint));
		await vi.waitUntil(async () => (await other()) === 'full', { timeout: 120_000, interval: 500 });
		await store.delete(ids[1]);
		expect(await kindOf(store.save(id, progress(2), checkpoint))).toBe('full');
	} finally {
		await cdp().send('Storage.overrideQuotaForOrigin', { origin });
	}
	await expectFirst(store);
});

test('what another program left there is not listed, and hinders nothing', async () => {
	const store = await open();
	await store.put(someRun(id), bytes(1));
	const database = await openDB('runs', 1);
	await database.put('heads', { id: 'ffffffffffffffff', checkpoint: null, checkpointBytes: 0, name: 3 });
	database.close();
	expect(await store.list()).toMatchObject([{ id }]);
	expect(await store.get('ffffffffffffffff')).toBeNull();
});

test('a database that the browser closed is opened again', async () => {
	const store = await open();
	await store.put(someRun(id), bytes(1));
	store.close();
	expect(await store.checkpoint(id)).toEqual(bytes(1));
});

test('two pages that save the same run leave it whole', async () => {
	const [one, two] = [await open(), await open()];
	await one.put(someRun(id), bytes(9));
	const savings = [1, 2, 3, 4].flatMap((n) => [
		one.save(id, progress(n), bytes(n)),
		two.save(id, progress(n + 10), bytes(n + 10))
	]);
	await Promise.allSettled(savings);
	const position = (await one.get(id))?.position ?? NaN;
	expect(await two.checkpoint(id)).toEqual(bytes(position));
	expect(await lying()).toHaveLength(1);
});

test('without IndexedDB runs last as long as the page', async () => {
	vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
		throw new DOMException('Private window.', 'SecurityError');
	});
	const store = await open();
	expect(store.lasting).toBe(false);
	await store.put(someRun(id), bytes(1));
	expect(await store.list()).toHaveLength(1);
});
