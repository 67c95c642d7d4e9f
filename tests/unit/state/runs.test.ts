import { describe, expect, test, vi } from 'vitest';
import { readRunDocument, runDocument } from '$lib/runs/document';
import { noLocks, type RunLocks } from '$lib/runs/locks';
import { MemoryStore } from '$lib/runs/memoryStore';
import { lastAccuracy, testsOf } from '$lib/state/outcome';
import { arrivalsOf, fileOf } from '$lib/state/runFiles';
import { Runs } from '$lib/state/runs.svelte';
import { Keeping } from '$lib/state/keeping.svelte';
import type { RunStore } from '$lib/runs/store';
import type { Command } from '$lib/worker/protocol';
import { SomeLocks } from '../runs/someLocks';
import { someRun } from '../runs/someRun';

const ids = [...'12345'].map((digit) => digit.repeat(16));
const last = ids[0] ?? '';

/** Judged at the size that its last judgement has. */
const judged = { config: { ...someRun().config, evalSize: 12 }, amendments: [] };

/** The page's runs over a store with five of them, and what they sent to the worker. */
async function open(store: RunStore = new MemoryStore(), locks: RunLocks = noLocks) {
	for (const [index, id] of ids.entries()) {
		await store.put(someRun(id, { ...judged, name: `run ${index}`, updated: 10 - index }), Uint8Array.of(1));
	}
	const sent: Command[] = [];
	const runs = new Runs({
		act: (command) => sent.push(command),
		openStore: () => Promise.resolve(store),
		locks: () => Promise.resolve(locks)
	});
	await runs.refresh();
	return { runs, store, sent };
}

const saved = { type: 'saved', id: last, position: 4, at: 1, lasting: true } as const;
const restored = { type: 'restored', id: last, name: 'run 0', position: 4 } as const;

describe('Runs', () => {
	test('lists the latest first, with the last judgement of each', async () => {
		const { runs } = await open();
		expect(runs.list?.map(({ name }) => name)).toEqual(['run 0', 'run 1', 'run 2', 'run 3', 'run 4']);
		expect(runs.accuracies[last]).toBe(0.3);
	});

	test('reads the list again when a run was kept, and knows which one is set up', async () => {
		const { runs, store } = await open();
		await store.rename(last, 'another name');
		runs.take(saved);
		await vi.waitFor(() => {
			expect(runs.head?.name).toBe('another name');
		});
		runs.take({ type: 'save-failed', id: last, reason: 'missing', message: '' });
		expect(runs.head).toBeNull();
	});

	test('a run that goes on trains once it is back, and not where it did not come', async () => {
		const { runs, sent } = await open();
		runs.resume(last, true);
		expect([runs.resuming, sent]).toEqual([last, [{ type: 'resume-run', id: last }]]);
		runs.take(restored);
		expect([runs.resuming, sent.at(-1)]).toEqual([null, { type: 'train' }]);
		runs.resume(last, true);
		runs.take({ type: 'failure', kind: 'no-data', message: '' });
		expect(runs.resuming).toBeNull();
		runs.take(restored);
		expect(sent.filter(({ type }) => type === 'train')).toHaveLength(1);
		runs.resume(last, false);
		runs.take(restored);
		expect(sent.filter(({ type }) => type === 'train')).toHaveLength(1);
	});

	test('renames and deletes in the store; an empty name is none', async () => {
		const { runs, store } = await open();
		await runs.rename(last, '  ');
		expect(runs.list?.[0]?.name).toBe('run 0');
		await runs.rename(last, ' mine ');
		expect(runs.list?.[0]?.name).toBe('mine');
		await runs.remove(last);
		expect(runs.list).toHaveLength(4);
		expect(await store.get(last)).toBeNull();
	});

	test('deletes several at once, but not the one that is set up nor one that another tab trains', async () => {
		const locks = new SomeLocks();
		const { runs, store } = await open(new MemoryStore(), locks);
		await locks.take(ids[1] ?? '');
		runs.take(saved);
		await vi.waitFor(() => {
			expect(runs.upkeep.elsewhere).toEqual([ids[1]]);
		});
		await runs.removeAll(ids);
		expect((await store.list()).map(({ id }) => id)).toEqual(ids.slice(0, 2));
		expect([runs.list?.length, runs.upkeep.removed, locks.held.size]).toEqual([2, 3, 1]);
	});

	test('the lock of the run that is set up is this tab’s only once it was trained or kept here', async () => {
		const locks = new SomeLocks();
		const { runs } = await open(new MemoryStore(), locks);
		await locks.take(last);
		runs.take(restored);
		await runs.refresh();
		expect(runs.upkeep.elsewhere).toEqual([last]);
		runs.take({ type: 'state', state: 'compiling' });
		await runs.refresh();
		expect(runs.upkeep.elsewhere).toEqual([]);
	});

	test('a page that was reloaded looks again whether its old self has let go', async () => {
		const locks = new SomeLocks();
		const letGo = await locks.take(last);
		const { runs } = await open(new MemoryStore(), locks);
		expect(runs.upkeep.elsewhere).toEqual([last]);
		letGo?.();
		await vi.waitFor(
			() => {
				expect(runs.upkeep.elsewhere).toEqual([]);
			},
			{ timeout: 5000 }
		);
	});

	test('a run that made room without being kept stays here until it is dismissed', async () => {
		const { runs, sent } = await open();
		const checkpoint = Uint8Array.of(1);
		for (const name of ['one', 'two']) {
			runs.take({ type: 'unkept', document: runDocument(someRun(last, { name })), checkpoint });
		}
		await vi.waitFor(() => {
			expect(runs.unkept.map(({ run }) => run.name)).toEqual(['one', 'two']);
		});
		const [first] = runs.unkept;
		expect((await fileOf('checkpoint', first!))?.content).toEqual(checkpoint);
		runs.dismiss(first!);
		expect(runs.unkept.map(({ run }) => run.name)).toEqual(['two']);
		expect(sent).toEqual([]);
	});

	test('compares four at most, in the order of their ticks, and forgets what is deleted', async () => {
		const { runs } = await open();
		const { comparison } = runs;
		for (const id of ids.toReversed()) await comparison.choose(id, true);
		expect(comparison.full).toBe(true);
		expect(comparison.runs.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 4));
		await comparison.choose(ids[4] ?? '', false);
		await runs.remove(ids[3] ?? '');
		expect(comparison.runs.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
	});

	test('a store that fails is told, and what was listed stays', async () => {
		const { runs, store } = await open();
		vi.spyOn(store, 'list').mockRejectedValueOnce(new Error('It is broken.'));
		await runs.refresh();
		expect(runs.troubles).toEqual([{ kind: 'store', file: '', message: 'It is broken.' }]);
		expect(runs.list).toHaveLength(5);
	});

	test('keeps the runs of files and names what is none', async () => {
		const { runs } = await open();
		const text = runDocument(someRun(last, { name: 'from a file' }));
		const config = await runs.adopt([new File([text], 'a.json'), new File(['{'], 'b.json')]);
		expect([config, runs.arrived]).toEqual([null, 1]);
		expect(runs.troubles).toMatchObject([{ kind: 'file', file: 'b.json' }]);
		expect(runs.list?.filter(({ name }) => name === 'from a file')).toHaveLength(1);
		expect(runs.list).toHaveLength(6);
	});
});

describe('files', () => {
	const kept = { run: someRun(last, { name: 'v2-nano 16–32 px / mine' }), checkpoint: null };

	test('are named by run and step, and a run without weights has none', async () => {
		const document = await fileOf('document', kept);
		expect(document?.name).toBe('v2-nano-16-32-px-mine-step-4.json');
		expect(readRunDocument(String(document?.content))).toMatchObject({ name: kept.run.name, steps: 4 });
		expect((await fileOf('metrics', kept))?.content).toContain('\n');
		expect(await fileOf('weights', kept)).toBeNull();
		expect(await fileOf('checkpoint', kept)).toBeNull();
	});

	test('a document alone has no state to go on from', async () => {
		const { runs } = await arrivalsOf([new File([runDocument(kept.run)], 'a.json')]);
		expect(runs).toMatchObject([{ run: { position: 0, name: kept.run.name }, checkpoint: null }]);
	});

	test('the settings of lab are settings; a checkpoint that is none is refused', async () => {
		const files = [
			new File([JSON.stringify(kept.run.config)], 'run.json'),
			new File([Uint8Array.of(1, 2, 3)], 'x.safetensors')
		];
		const { runs, config, refused } = await arrivalsOf(files);
		expect([runs, config]).toEqual([[], kept.run.config]);
		expect(refused).toMatchObject([{ file: 'x.safetensors' }]);
	});
});

test('a run is judged by its own weights at the size it ends at', () => {
	const run = someRun();
	const [end] = run.judgements;
	const judgements = [
		{ ...end!, size: 16 },
		{ ...end!, size: 16, weights: 'ema' as const, correct: 9 },
		{ ...end!, size: 24 }
	];
	const config = { ...run.config, evalSize: 16 };
	const told = { ...run, config, amendments: [], judgements };
	expect(testsOf(told).map(({ size, weights }) => [size, weights])).toEqual([[16, 'parameters']]);
	expect(lastAccuracy({ ...told, judgements: [] })).toBeNull();
});

test('keeping tells how far, and why not', () => {
	const keeping = new Keeping();
	keeping.take(saved);
	keeping.take({ type: 'save-failed', id: last, reason: 'full', message: '' });
	expect([keeping.position, keeping.failure]).toEqual([4, 'full']);
	keeping.take({ ...saved, position: 9 });
	expect([keeping.position, keeping.failure]).toEqual([9, null]);
	keeping.take({ type: 'state', state: 'empty' });
	expect(keeping.position).toBeNull();
});

test('what is kept nowhere, or for the page only, is loose; what the reader deleted is not', () => {
	const keeping = new Keeping();
	expect(keeping.loose).toBe(false);
	const failed = { type: 'save-failed', id: last, message: '' } as const;
	for (const [event, loose] of [
		[saved, false],
		[{ ...saved, lasting: false }, true],
		[saved, false],
		[{ ...failed, reason: 'full' }, true],
		[{ ...failed, reason: 'missing' }, false],
		[{ ...failed, reason: 'failed' }, true]
	] as const) {
		keeping.take(event);
		expect(keeping.loose).toBe(loose);
	}
});
