import { describe, expect, test } from 'vitest';
import { EngineError } from '$lib/engine/executor';
import { describeCheckpoint } from '$lib/recipe/checkpoint';
import type { RunConfig } from '$lib/recipe/config';
import type { TrainEvent } from '$lib/recipe/events';
import { readRunDocument } from '$lib/runs/document';
import { MemoryStore } from '$lib/runs/memoryStore';
import { eventsOf } from '$lib/runs/metrics';
import type { StoredRun } from '$lib/runs/run';
import { StoreError, type RunStore } from '$lib/runs/store';
import { failing, hanging, lagging, Theatre, tinyConfig, wasmEngine } from './stage';

/** Everything that a checkpoint can hold, and every draw. */
function thorough(changes: Partial<RunConfig> = {}): RunConfig {
	const config = tinyConfig();
	return {
		...config,
		optimizer: { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 },
		learningRate: { ...config.learningRate, peak: 0.01 },
		emaDecay: 0.9,
		stages: config.stages.map((stage) => ({ ...stage, dropPath: 0.2 })),
		...changes
	};
}

const configure = (config = thorough()) => ({ type: 'configure', config }) as const;
const train = { type: 'train' } as const;
const pause = { type: 'pause' } as const;
const step = { type: 'step' } as const;

/** A session with this store; time passes with each step only, and the `hangAt`-th step never ends. */
function open(store: RunStore, { stepMs = 1, hangAt = Infinity } = {}): Theatre {
	let now = 0;
	const pass = () => (now += stepMs);
	return new Theatre(
		() => wasmEngine((executor) => hanging(executor, hangAt, pass)),
		store,
		() => now
	);
}

/** Trains until the step that never ends, and leaves the session alone for ever. */
async function killed(theatre: Theatre, config: RunConfig, steps: number): Promise<string> {
	void theatre.do(configure(config), train);
	await theatre.untilSteps(steps);
	// The device has the step that never ends.
	await new Promise((resolve) => setTimeout(resolve, 50));
	return theatre.of('saved').at(-1)?.id ?? '';
}

async function kept(store: RunStore, id: string) {
	const [run, checkpoint] = await Promise.all([store.get(id), store.checkpoint(id)]);
	if (run === null || checkpoint === null) throw new Error('the run is not kept');
	return { run, checkpoint };
}

/** The run's end without a break. */
async function uninterrupted(config = thorough()) {
	const store = new MemoryStore();
	const theatre = open(store);
	await theatre.do(configure(config), train);
	expect(theatre.session.state).toBe('finished');
	const end = await kept(store, theatre.of('saved').at(-1)?.id ?? '');
	await theatre.session.dispose();
	return end;
}

/** Byte for byte; an assertion on so long arrays would take its time. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** What was told, without times. */
function timeless(events: readonly TrainEvent[]) {
	return events.map((event) => {
		const { trainMs: _, compileMs: __, ...rest } = { trainMs: 0, compileMs: 0, ...event };
		return rest;
	});
}

const told = ({ metrics, judgements }: StoredRun) => timeless([...eventsOf(metrics), ...judgements]);
const savedAt = (theatre: Theatre) => theatre.of('saved').map(({ position }) => position);

describe('a session that ends without a word', () => {
	test.each([
		['in the middle of the first stage', 6],
		['one step after a stage border', 10],
		['at the last step', 16]
	])('%s: another goes on to the same bytes, curves and judgements', async (_, hangAt) => {
		const whole = await uninterrupted();
		const store = new MemoryStore();
		const first = open(store, { stepMs: 11_000, hangAt });
		const id = await killed(first, thorough(), hangAt - 1);
		// Three steps are 33 s.
		const positions = savedAt(first);
		expect(positions.slice(0, 2)).toEqual([3, 6].filter((position) => position < hangAt));
		expect(hangAt - 1 - (positions.at(-1) ?? 0)).toBeLessThan(3);

		const second = open(store);
		await second.do({ type: 'resume-run', id });
		expect(second.of('failure')).toEqual([]);
		expect(second.session.state).toBe('paused');
		const position = positions.at(-1) ?? 0;
		expect(second.of('restored')).toMatchObject([{ id, position }]);
		expect(second.steps).toEqual(first.steps.slice(0, position));
		expect(second.of('predictions')).toMatchObject([{ step: position }]);
		await second.do(train);
		expect(second.session.state).toBe('finished');
		expect(second.steps.map(({ step }) => step)).toEqual(Array.from({ length: 16 }, (_, i) => i));

		const end = await kept(store, id);
		expect(end.run).toMatchObject({ state: 'finished', position: 16, steps: 16 });
		expect(same(end.checkpoint, whole.checkpoint)).toBe(true);
		expect(told(end.run)).toEqual(told(whole.run));
		expect(await store.list()).toHaveLength(1);
		await second.session.dispose();
	});

	test('paused before: nothing is lost, also where the device lags behind', async () => {
		const whole = await uninterrupted();
		const store = new MemoryStore();
		const first = new Theatre(() => wasmEngine((executor) => lagging(executor, () => undefined)), store);
		await first.do(configure());
		const training = first.do(train);
		await first.untilSteps(3);
		await first.do(pause);
		await training;
		const steps = first.steps.length;
		expect(first.of('saved').at(-1)?.position).toBe(steps);
		const id = first.of('saved').at(-1)?.id ?? '';

		const second = open(store);
		await second.do({ type: 'resume-run', id }, train);
		expect(second.steps.slice(0, steps).map(({ loss }) => loss)).toEqual(first.losses);
		expect(same((await kept(store, id)).checkpoint, whole.checkpoint)).toBe(true);
		await Promise.all([first.session.dispose(), second.session.dispose()]);
	});

	test('training time goes on where it was', async () => {
		const store = new MemoryStore();
		const first = open(store, { stepMs: 1000 });
		await first.do(configure(), step, step, step);
		const second = open(store, { stepMs: 1000 });
		await second.do({ type: 'resume-run', id: first.of('saved')[0]?.id ?? '' }, step);
		expect(second.steps.map(({ trainMs }) => trainMs)).toEqual([1000, 2000, 3000, 4000]);
		await Promise.all([first.session.dispose(), second.session.dispose()]);
	});
});

describe('runs that come back', () => {
	test('finished: curves, judgements and answers, but no more training', async () => {
		const store = new MemoryStore();
		const first = open(store);
		await first.do(configure(), train);
		const id = first.of('saved')[0]?.id ?? '';
		const second = open(store);
		await second.do({ type: 'resume-run', id });
		expect(second.session.state).toBe('finished');
		const events = (theatre: Theatre) => theatre.of('training').flatMap(({ events }) => events);
		const without = (type: string) => (event: TrainEvent) => event.type !== type;
		expect(events(second)).toEqual(events(first).filter(without('saved')));
		expect(second.of('predictions').at(-1)?.probabilities).toEqual(
			first.of('predictions').at(-1)?.probabilities
		);
		await second.do(train);
		expect(second.of('failure')).toMatchObject([{ kind: 'bad-command' }]);
		await Promise.all([first.session.dispose(), second.session.dispose()]);
	});

	test('after the device went away: from the last saving', async () => {
		const whole = await uninterrupted();
		const store = new MemoryStore();
		let made = 0;
		const lost = new EngineError('device-lost', 'The graphics device went away.');
		const theatre = new Theatre(
			() => wasmEngine((executor) => (++made === 1 ? failing(executor, 11, lost) : executor)),
			store
		);
		await theatre.do(configure(), train);
		expect(theatre.session.state).toBe('lost');
		const { id } = theatre.of('saved').at(-1) ?? { id: '' };
		expect(await store.get(id)).toMatchObject({ position: 8, reason: lost.message, state: 'unfinished' });
		await theatre.do({ type: 'resume-run', id }, train);
		expect(theatre.session.state).toBe('finished');
		const end = await kept(store, id);
		expect(end.run.reason).toBeNull();
		expect(same(end.checkpoint, whole.checkpoint)).toBe(true);
		await theatre.session.dispose();
	});

	test('not one that is not there, nor one on other images: the run that is there stays', async () => {
		const files = (fill: number) =>
			['data_batch_1.bin', 'test_batch.bin'].map((name) => {
				const bytes = new Uint8Array(20 * 3073).fill(fill);
				for (let i = 0; i < 20; i++) bytes[i * 3073] = i % 10;
				return new File([bytes], name);
			});
		const theatre = open(new MemoryStore());
		const config = thorough({ data: { kind: 'cifar10', train: 16, test: null } });
		await theatre.do({ type: 'load-files', files: files(1) });
		await theatre.do(configure(config), step);
		const id = theatre.of('saved').at(-1)?.id ?? '';
		await theatre.do({ type: 'load-files', files: files(2) });
		await theatre.do(configure(config), step);
		await theatre.do({ type: 'resume-run', id: '0123456789abcdef' }, { type: 'resume-run', id });
		expect(theatre.of('failure')).toMatchObject([
			{ kind: 'bad-command', message: 'This run is no longer kept in this browser.' },
			{ kind: 'bad-config', message: 'The checkpoint is of a run on other data.' }
		]);
		theatre.forget();
		await theatre.do(step);
		expect(theatre.steps.map(({ step }) => step)).toEqual([1]);
		await theatre.session.dispose();
	});
});

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

	const second = open(store);
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
		ends.push((await kept(store, id)).checkpoint);
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
