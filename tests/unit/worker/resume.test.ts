import { describe, expect, test } from 'vitest';
import { EngineError } from '$lib/engine/executor';
import type { TrainEvent } from '$lib/recipe/events';
import { MemoryStore } from '$lib/runs/memoryStore';
import {
	configure,
	kept,
	killed,
	open,
	same,
	savedAt,
	step,
	thorough,
	told,
	train,
	uninterrupted
} from './keptRuns';
import { failing, lagging, Theatre, wasmEngine } from './stage';

const pause = { type: 'pause' } as const;

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
		let made = 0;
		let pausing: Promise<unknown> | undefined;
		const pauseInFifth = () => {
			if (++made === 5) pausing = first.do(pause);
		};
		const first = new Theatre(() => wasmEngine((executor) => lagging(executor, pauseInFifth)), store);
		await first.do(configure(), train);
		await pausing;
		const steps = first.steps.length;
		expect(steps).toBe(5);
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
