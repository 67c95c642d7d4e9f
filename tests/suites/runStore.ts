import { describe, expect, test } from 'vitest';
import { headOf, progressOf } from '$lib/runs/run';
import type { RunStore } from '$lib/runs/store';
import { someRun } from '../unit/runs/someRun';

export const ids = ['0000000000000001', '0000000000000002'] as const;
export const bytes = (value: number, length = 1000) => new Uint8Array(length).fill(value);

/** What every store does. @param open a store that holds nothing */
export function storeTests(open: () => Promise<RunStore>): void {
	describe('a store of runs', () => {
		test('gives back what it was given, and lists heads, the latest first', async () => {
			const store = await open();
			const [first, second] = [someRun(ids[0]), someRun(ids[1], { updated: 3000, position: 2 })];
			await store.put(first, bytes(1));
			await store.put(second, null);
			expect(await store.get(ids[0])).toEqual(first);
			expect(await store.checkpoint(ids[0])).toEqual(bytes(1));
			expect(await store.checkpoint(ids[1])).toBeNull();
			expect(await store.list()).toEqual([
				{ ...headOf(second), checkpointBytes: 0 },
				{ ...headOf(first), checkpointBytes: 1000 }
			]);
			store.close();
		});

		test('keeps progress under the name that the reader gave', async () => {
			const store = await open();
			await store.put(someRun(ids[0], { position: 1 }), bytes(1));
			await store.rename(ids[0], `${'x'.repeat(300)}`);
			await store.save(ids[0], progressOf(someRun(ids[0], { updated: 9, name: 'other' })), bytes(2));
			expect(await store.get(ids[0])).toMatchObject({ name: 'x'.repeat(200), updated: 9, position: 4 });
			expect(await store.checkpoint(ids[0])).toEqual(bytes(2));
			await store.save(ids[0], progressOf(someRun(ids[0], { updated: 10 })), null);
			expect(await store.checkpoint(ids[0])).toEqual(bytes(2));
			expect(await store.list()).toMatchObject([{ updated: 10, checkpointBytes: 1000 }]);
			store.close();
		});

		test('deletes all of a run; then it can be neither saved nor renamed', async () => {
			const store = await open();
			await store.put(someRun(ids[0]), bytes(1));
			await store.put(someRun(ids[1]), bytes(2));
			await store.delete(ids[0]);
			expect(await store.get(ids[0])).toBeNull();
			expect(await store.checkpoint(ids[0])).toBeNull();
			for (const asked of [store.rename(ids[0], 'x'), store.save(ids[0], progressOf(someRun()), bytes(3))]) {
				await expect(asked).rejects.toMatchObject({ name: 'StoreError', kind: 'missing' });
			}
			expect(await store.list()).toMatchObject([{ id: ids[1] }]);
			expect(await store.checkpoint(ids[1])).toEqual(bytes(2));
			store.close();
		});
	});
}
