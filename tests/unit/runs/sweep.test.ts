import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { noLocks } from '$lib/runs/locks';
import { MemoryStore } from '$lib/runs/memoryStore';
import { headOf, runName, type StoredRun } from '$lib/runs/run';
import type { ListedRun } from '$lib/runs/store';
import { mostUnfinished, surplus, sweep, tidy } from '$lib/runs/sweep';
import { SomeLocks } from './someLocks';
import { someRun } from './someRun';

const { config } = someRun();
const idOf = (number: number) => number.toString(16).padStart(16, '0');

/** Unfinished and unnamed, after an epoch of two steps; the lower the number, the later. */
function loose(number: number, changes: Partial<StoredRun> = {}): StoredRun {
	const own = { name: runName(config), state: 'unfinished', position: 2, updated: 1000 - number } as const;
	return someRun(idOf(number), { ...own, ...changes });
}
const listed = (run: StoredRun, checkpointBytes = 10): ListedRun => ({ ...headOf(run), checkpointBytes });
const many = Array.from({ length: 14 }, (_, number) => number);

test('of the unfinished runs without a name the newest ten stay', () => {
	expect(surplus(many.map((number) => listed(loose(number))))).toEqual([10, 11, 12, 13].map(idOf));
	expect(surplus(many.map((number) => listed(loose(number, { state: 'diverged' }))))).toHaveLength(4);
});

test('of those that made less than an epoch only the newest', () => {
	const runs = many
		.slice(0, 5)
		.map((number) => listed(loose(number, { position: number % 2 === 0 ? 1 : 2 })));
	expect(surplus(runs)).toEqual([2, 4].map(idOf));
});

test.each<[string, Partial<StoredRun>, number]>([
	['finished', { state: 'finished' }, 10],
	['named by the reader', { name: 'the good one' }, 10],
	['without weights, from a file', { position: 0 }, 0]
])('what is %s stays, however many there are', (_, changes, bytes) => {
	expect(surplus(many.map((number) => listed(loose(number, changes), bytes)))).toEqual([]);
});

test('whatever is kept: what goes is neither named nor finished, the later stay before the earlier, and it is once and for all', () => {
	const one = fc.record({
		name: fc.constantFrom(runName(config), 'mine'),
		state: fc.constantFrom('unfinished', 'finished', 'diverged'),
		position: fc.nat({ max: 4 })
	});
	fc.assert(
		fc.property(fc.array(one, { maxLength: 40 }), (all) => {
			const list = all.map((changes, number) => listed(loose(number, changes)));
			const gone = new Set(surplus(list));
			const left = list.filter(({ id }) => !gone.has(id));
			for (const run of list) {
				if (!gone.has(run.id)) continue;
				expect(run).toMatchObject({ name: runName(config) });
				expect(run.state).not.toBe('finished');
				const earlier = list.filter(({ name, state, position, updated }) => {
					const alike = name === run.name && state !== 'finished' && position >= 2 === run.position >= 2;
					return alike && updated < run.updated;
				});
				expect(earlier.every(({ id }) => gone.has(id))).toBe(true);
			}
			const unfinished = left.filter(({ name, state }) => name === runName(config) && state !== 'finished');
			expect(unfinished.length).toBeLessThanOrEqual(mostUnfinished);
			expect(surplus(left)).toEqual([]);
		})
	);
});

async function filled() {
	const store = new MemoryStore();
	for (const number of many) await store.put(loose(number), Uint8Array.of(1));
	return store;
}

test('neither the run that trains here nor one that another tab trains goes, however old', async () => {
	const [store, locks] = [await filled(), new SomeLocks()];
	await locks.take(idOf(12));
	expect(await tidy(store, locks, idOf(13))).toBe(2);
	const left = (await store.list()).map(({ id }) => id);
	expect(left).toEqual([...many.slice(0, 10), 12, 13].map(idOf));
	expect([...locks.held]).toEqual([idOf(12)]);
});

test('where nobody can tell what other tabs train, nothing goes by the rule', async () => {
	const store = await filled();
	expect(await tidy(store, noLocks, idOf(0))).toBe(0);
	expect(await store.list()).toHaveLength(many.length);
});

test('a store that fails is left alone, and no lock stays', async () => {
	const [store, locks] = [await filled(), new SomeLocks()];
	vi.spyOn(store, 'delete').mockRejectedValue(new Error('It is broken.'));
	expect(await tidy(store, locks, idOf(0))).toBe(0);
	await expect(sweep(store, locks, [idOf(1)])).rejects.toThrow('It is broken.');
	expect(locks.held.size).toBe(0);
});
