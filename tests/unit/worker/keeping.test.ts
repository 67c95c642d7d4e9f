import { describe, expect, test } from 'vitest';
import { EngineError } from '$lib/engine/executor';
import { describeCheckpoint } from '$lib/recipe/checkpoint';
import type { RunConfig } from '$lib/recipe/config';
import { readRunDocument } from '$lib/runs/document';
import { importRun } from '$lib/runs/import';
import { MemoryStore } from '$lib/runs/memoryStore';
import { StoreError, type RunStore } from '$lib/runs/store';
import type { Command } from '$lib/worker/protocol';
import { configure, kept, open, same, savedAt, step, thorough, told, train, uninterrupted } from './keptRuns';
import { failing, Theatre, wasmEngine } from './stage';

describe('settings that change while it trains', () => {
	const amended = (config: RunConfig): RunConfig => ({
		...config,
		learningRate: { ...config.learningRate, schedule: 'constant', peak: 0.002, warmupEpochs: 0 },
		weightDecay: 0,
		stages: config.stages.map((stage, i) =>
			i === 0 ? { ...stage, dropout: 0.5 } : { ...stage, size: 10, epochs: 2 }
		)
	});

	test('are followed from the next step on, and a run that is taken up again has the same bytes', async () => {
		const store = new MemoryStore();
		const whole = open(store);
		await whole.do(configure(), step, step, step);
		await whole.do({ type: 'amend', config: amended(thorough()) });
		expect(whole.of('failure')).toEqual([]);
		expect(whole.of('amended')).toMatchObject([
			{ position: 3, steps: 24, stages: [{ to: 8 }, { size: 10 }] }
		]);
		await whole.do(train);
		expect(whole.session.state).toBe('finished');
		expect(whole.steps.map(({ step }) => step)).toEqual(Array.from({ length: 24 }, (_, i) => i));
		expect(whole.steps.slice(3).every(({ learningRate }) => learningRate === 0.002)).toBe(true);
		const end = await kept(store, whole.of('saved')[0]?.id ?? '');
		expect(end.run.amendments).toEqual([{ position: 3, config: amended(thorough()) }]);
		expect(end.run.config).toEqual(thorough());

		for (const hangAt of [1, 8]) {
			const first = open(store, { hangAt: 3 + hangAt, stepMs: 11_000 });
			await first.do(configure(), step, step, step);
			await first.do({ type: 'amend', config: amended(thorough()) });
			void first.do(train);
			await first.untilSteps(2 + hangAt);
			const { id } = first.of('saved').at(-1) ?? { id: '' };
			const second = open(store);
			await second.do({ type: 'resume-run', id });
			expect(second.of('configured')).toMatchObject([{ config: amended(thorough()), steps: 24 }]);
			await second.do(train);
			const again = await kept(store, id);
			expect(same(again.checkpoint, end.checkpoint)).toBe(true);
			expect(told(again.run)).toEqual(told(end.run));
			await second.session.dispose();
		}
		await whole.session.dispose();
	});

	test('of the past, or of what is compiled, cannot; the field is named and the run goes on', async () => {
		const theatre = open(new MemoryStore());
		await theatre.do(configure(), step);
		const { stages } = thorough();
		for (const [field, change] of [
			['batch', { batch: 4 }],
			['seed', { seed: 8 }],
			['optimizer.kind', { optimizer: { kind: 'sgd', momentum: 0.9 } }],
			['stages.size', { stages: stages.map((stage) => ({ ...stage, size: 16 })) }],
			['stages.epochs', { stages: stages.map((stage) => ({ ...stage, epochs: 3 })) }]
		] as [string, Partial<RunConfig>][]) {
			theatre.forget();
			await theatre.do({ type: 'amend', config: thorough(change) });
			expect(theatre.of('failure'), field).toMatchObject([
				{ kind: 'bad-config', message: expect.stringContaining(`"${field}"`) as unknown }
			]);
		}
		await theatre.do(train);
		expect(theatre.session.state).toBe('finished');
		await theatre.session.dispose();
	});
});

test('a run that diverged goes on from its last good state with other settings, too', async () => {
	const theatre = open(new MemoryStore());
	const gentle = thorough();
	await theatre.do(configure(gentle), step, step, step);
	const learningRate = { ...gentle.learningRate, schedule: 'constant', peak: 1e30, warmupEpochs: 0 } as const;
	await theatre.do({ type: 'amend', config: { ...gentle, learningRate } }, train);
	expect(theatre.session.state).toBe('diverged');
	theatre.forget();
	await theatre.do({ type: 'amend', config: gentle }, train);
	expect(theatre.of('restored')).toMatchObject([{ position: 3 }]);
	expect(theatre.session.state).toBe('finished');
	expect(theatre.steps.map(({ step }) => step)).toEqual(Array.from({ length: 16 }, (_, i) => i));
	await theatre.session.dispose();
});

test('a run that diverged is kept at its last good state and goes on with a lower rate, here or elsewhere', async () => {
	const store = new MemoryStore();
	const first = open(store);
	const steep = thorough();
	await first.do(configure(steep), step, step, step);
	const learningRate = { ...steep.learningRate, schedule: 'constant', peak: 1e30, warmupEpochs: 0 } as const;
	await first.do({ type: 'amend', config: { ...steep, learningRate } }, train);
	expect(first.session.state).toBe('diverged');
	const { id } = first.of('saved').at(-1) ?? { id: '' };
	expect(await store.get(id)).toMatchObject({ state: 'diverged', position: 3 });

	const elsewhere = new MemoryStore();
	const left = await kept(store, id);
	await elsewhere.put(left.run, left.checkpoint);
	const second = open(elsewhere);
	await second.do({ type: 'resume-run', id }, train);
	expect(second.session.state).toBe('diverged');
	expect(second.of('failure')).toMatchObject([{ kind: 'bad-command' }]);
	const ends = [];
	for (const theatre of [first, second]) {
		theatre.forget();
		await theatre.do({ type: 'continue', learningRateScale: 1e-32 });
		expect(theatre.session.state).toBe('paused');
		expect(theatre.of('restored')).toMatchObject([{ id, position: 3 }]);
		expect(theatre.steps).toHaveLength(3);
		await theatre.do(train);
		expect(theatre.session.state).toBe('finished');
		expect(theatre.steps.map(({ step }) => step)).toEqual(Array.from({ length: 16 }, (_, i) => i));
		ends.push((await kept(theatre.store, id)).checkpoint);
		await theatre.session.dispose();
	}
	expect(ends[0] && ends[1] && same(ends[0], ends[1])).toBe(true);
});

/** A store that has no room from the `from`-th writing on, until it is given some. */
class FullStore extends MemoryStore {
	room = false;
	#writes = 0;

	constructor(readonly from: number) {
		super();
	}

	override async put(...run: Parameters<RunStore['put']>): Promise<void> {
		if (!this.room && ++this.#writes >= this.from) throw new StoreError('full', 'There is no more room.');
		return super.put(...run);
	}
}

/** A store that says that it outlives the page. */
function lasting<Store extends RunStore>(store: Store): Store {
	return Object.defineProperty(store, 'lasting', { value: true });
}

describe('a saving that fails', () => {
	test('for want of room: it is told, training goes on, what was kept stays, and files can be had', async () => {
		const store = new FullStore(2);
		const theatre = open(store);
		await theatre.do(configure(), step, step, step);
		expect(savedAt(theatre)).toEqual([1]);
		expect(theatre.of('save-failed')).toMatchObject([{ reason: 'full' }, { reason: 'full' }]);
		const id = theatre.of('saved')[0]?.id ?? '';
		expect(describeCheckpoint((await kept(store, id)).checkpoint).position).toBe(1);

		await theatre.do({ type: 'export-run' });
		const [files] = theatre.of('exported');
		expect(describeCheckpoint(files?.checkpoint ?? new Uint8Array())).toMatchObject({ position: 3 });
		expect(readRunDocument(files?.document ?? '')).toMatchObject({ position: 3, config: thorough() });

		store.room = true;
		await theatre.do(train);
		const whole = await uninterrupted();
		expect(same((await kept(store, id)).checkpoint, whole.checkpoint)).toBe(true);
		await theatre.session.dispose();
	});

	test.each<[string, Command]>([
		['reset', { type: 'reset' }],
		['another run', configure(thorough({ seed: 3 }))],
		['other images', { type: 'load-procedural', seed: 9, train: 64, test: 20 }]
	])('for want of room, and then %s: the run is handed out before it goes', async (_, command) => {
		const theatre = open(new FullStore(1));
		// Nothing has failed yet when the command comes: the last step is saved, in vain, before it is followed.
		await theatre.do(configure(), step, step);
		await theatre.do(command);
		const [files, ...more] = theatre.of('unkept');
		expect(more).toHaveLength(0);
		expect(describeCheckpoint(files?.checkpoint ?? new Uint8Array())).toMatchObject({ position: 2 });
		const document = readRunDocument(files?.document ?? '');
		expect(document).toMatchObject({ position: 2, config: thorough() });
		expect(importRun({ checkpoint: files!.checkpoint, document, now: 1 })).toMatchObject({ position: 2 });
		const order = theatre.heard.map(({ type }) => type);
		const next = command.type === 'load-procedural' ? 'data' : 'configured';
		expect(order.indexOf('unkept')).toBeLessThan(order.lastIndexOf(next));
		await theatre.session.dispose();
	});

	test('for want of room until the device goes away: what was to be kept last is handed out', async () => {
		const lost = new EngineError('device-lost', 'The graphics device went away.');
		const engine = () => wasmEngine((executor) => failing(executor, 3, lost));
		const theatre = new Theatre(engine, new FullStore(1));
		await theatre.do(configure(), step, step, train);
		expect(theatre.session.state).toBe('lost');
		expect(theatre.of('unkept').map(({ document }) => readRunDocument(document).position)).toEqual([2]);
		await theatre.session.dispose();
	});

	test('a run that is kept is not handed out', async () => {
		const store = new FullStore(1);
		const theatre = open(lasting(store));
		await theatre.do(configure(), step);
		store.room = true;
		await theatre.do(step);
		await theatre.do({ type: 'reset' }, step);
		await theatre.do(configure());
		expect(theatre.of('save-failed')).toHaveLength(1);
		expect(theatre.of('unkept')).toHaveLength(0);
		await theatre.session.dispose();
	});

	test('because the reader deleted the run: it is kept no more', async () => {
		const store = new MemoryStore();
		const theatre = open(store);
		await theatre.do(configure(), step);
		await store.delete(theatre.of('saved')[0]?.id ?? '');
		await theatre.do(step, train);
		expect(theatre.session.state).toBe('finished');
		expect(theatre.of('save-failed')).toMatchObject([{ reason: 'missing' }]);
		expect(await store.list()).toEqual([]);
		await theatre.session.dispose();
	});
});

test('a run that is renamed while it trains keeps its name; reset begins another run', async () => {
	const store = new MemoryStore();
	const theatre = open(store);
	await theatre.do(configure(), step);
	const id = theatre.of('saved')[0]?.id ?? '';
	await store.rename(id, 'the good one');
	await theatre.do(step);
	await theatre.do({ type: 'reset' }, step);
	expect(new Set(theatre.of('saved').map((saved) => saved.id)).size).toBe(2);
	expect(await store.get(id)).toMatchObject({ name: 'the good one', position: 2 });
	await theatre.session.dispose();
});
