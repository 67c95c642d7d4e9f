import { describe, expect, test } from 'vitest';
import { MemoryStore } from '$lib/runs/memoryStore';
import { runName } from '$lib/runs/run';
import { SomeLocks } from '../runs/someLocks';
import { someRun } from '../runs/someRun';
import { configure, kept, open, same, step, thorough, train, uninterrupted } from './keptRuns';

/** Two tabs of a browser; the first has made three steps of a run. */
async function twoTabs() {
	const [store, locks] = [new MemoryStore(), new SomeLocks()];
	const [first, second] = [open(store, { locks }), open(store, { locks })];
	await first.do(configure(), step, step, step);
	const id = first.of('saved')[0]?.id ?? '';
	const end = () => Promise.all([first.session.dispose(), second.session.dispose()]);
	return { store, locks, first, second, id, end };
}

describe('a run that another tab trains', () => {
	test('can be looked at, but neither trained nor changed, and nothing of it is written', async () => {
		const { store, first, second, id, end } = await twoTabs();
		await second.do({ type: 'resume-run', id });
		expect(second.of('failure')).toEqual([]);
		expect(second.steps).toHaveLength(3);
		expect(second.of('predictions')).toMatchObject([{ step: 3 }]);
		for (const command of [step, train, { type: 'amend', config: thorough({ weightDecay: 0 }) } as const]) {
			second.forget();
			await second.do(command);
			expect(second.of('failure')).toMatchObject([
				{ kind: 'run-in-use', message: 'This run is being trained in another tab.' }
			]);
			expect(second.session.state).toBe('paused');
		}
		expect(await store.get(id)).toMatchObject({ position: 3, amendments: [] });
		await first.do(train);
		const whole = await uninterrupted();
		expect(same((await kept(store, id)).checkpoint, whole.checkpoint)).toBe(true);
		await end();
	});

	test('goes on as a copy to the same end, and the two do not meet', async () => {
		const { store, first, second, id, end } = await twoTabs();
		await store.rename(id, 'the good one');
		await second.do({ type: 'resume-run', id, copy: true });
		const copy = second.of('restored')[0]?.id ?? '';
		expect(copy).not.toBe(id);
		await second.do(train);
		await first.do(train);
		expect([first, second].flatMap((tab) => tab.of('failure'))).toEqual([]);
		const [one, other] = await Promise.all([kept(store, id), kept(store, copy)]);
		expect(same(one.checkpoint, other.checkpoint)).toBe(true);
		expect([one.run.name, other.run.name]).toEqual(['the good one', 'the good one (2)']);
		await end();
	});

	test('is free once that tab resets it, and goes on from where it was', async () => {
		const { store, locks, first, second, id, end } = await twoTabs();
		await first.do({ type: 'reset' });
		expect(locks.held.size).toBe(0);
		await second.do({ type: 'resume-run', id }, train);
		expect(second.session.state).toBe('finished');
		const whole = await uninterrupted();
		expect(same((await kept(store, id)).checkpoint, whole.checkpoint)).toBe(true);
		// Finished: nobody writes it down any more.
		expect(locks.held.size).toBe(0);
		await end();
	});

	test('and was trained since it was read here, is not written over; read again, it goes on', async () => {
		const { store, first, second, id, end } = await twoTabs();
		await second.do({ type: 'resume-run', id });
		await first.do(step);
		await first.do({ type: 'reset' });
		await second.do(train);
		expect(second.of('failure')).toMatchObject([{ kind: 'run-moved-on' }]);
		expect(await store.get(id)).toMatchObject({ position: 4 });
		second.forget();
		await second.do({ type: 'resume-run', id }, train);
		expect(second.of('failure')).toEqual([]);
		expect(second.session.state).toBe('finished');
		await end();
	});
});

test('a new run takes its place: older ones that are too many go, and the page is told how many', async () => {
	const [store, locks] = [new MemoryStore(), new SomeLocks()];
	const { config } = someRun();
	for (let number = 1; number <= 13; number++) {
		const own = { name: runName(config), state: 'unfinished', updated: number } as const;
		await store.put(someRun(number.toString(16).padStart(16, '0'), own), Uint8Array.of(1));
	}
	const theatre = open(store, { locks });
	await theatre.do(configure(), step, step);
	expect(theatre.of('tidied')).toEqual([{ type: 'tidied', count: 3 }]);
	expect(await store.list()).toHaveLength(11);
	await theatre.session.dispose();
});
