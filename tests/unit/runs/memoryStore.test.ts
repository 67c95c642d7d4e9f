import { expect, test } from 'vitest';
import { openRunStore } from '$lib/runs/browserStore';
import { MemoryStore } from '$lib/runs/memoryStore';
import { bytes, ids, storeTests } from '../../suites/runStore';
import { someRun } from './someRun';

storeTests(() => Promise.resolve(new MemoryStore()));

test('holds copies: what is changed later is not changed in it', async () => {
	const store = new MemoryStore();
	const [run, checkpoint] = [someRun(ids[0]), bytes(1)];
	await store.put(run, checkpoint);
	run.metrics.steps.loss[0] = 99;
	checkpoint[0] = 99;
	expect(await store.get(ids[0])).toEqual(someRun(ids[0]));
	expect((await store.checkpoint(ids[0]))?.[0]).toBe(1);
});

test('stands in where there is no IndexedDB, and says that it does not last', async () => {
	expect(await openRunStore()).toMatchObject({ lasting: false });
});
