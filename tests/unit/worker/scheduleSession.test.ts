import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { EngineError, type Executor } from '$lib/engine/executor';
import type { RunConfig } from '$lib/recipe/config';
import { ScheduleClient } from '$lib/worker/scheduleClient';
import { scheduleEventSchema, type ScheduleCommand, type ScheduleEvent } from '$lib/worker/scheduleProtocol';
import { ScheduleSession } from '$lib/worker/scheduleSession';
import { FakeWorker } from './fakeWorker';
import { failing, tinyConfig, wasmEngine } from './stage';

const progressive = tinyConfig({ seed: 5 });
const fixed: RunConfig = { ...progressive, stages: [{ ...progressive.stages[1]!, epochs: 2 }] };
/** One whose loss is no number after a few steps. */
const wild: RunConfig = {
	...fixed,
	learningRate: { ...fixed.learningRate, schedule: 'constant', peak: 1e30, warmupEpochs: 0 }
};

function open(wrap?: (executor: Executor) => Executor) {
	const heard: ScheduleEvent[] = [];
	let open = 0;
	const counting = (executor: Executor): Executor => {
		open++;
		const own = wrap?.(executor) ?? executor;
		return new Proxy(own, {
			get(target, name) {
				if (name === 'dispose') {
					return () => {
						open--;
						target.dispose();
					};
				}
				const value: unknown = Reflect.get(target, name, target);
				return typeof value === 'function' ? (value.bind(target) as unknown) : value;
			}
		});
	};
	let listener: (event: ScheduleEvent) => void = () => {};
	const session = new ScheduleSession({
		post: (event) => {
			heard.push(v.parse(scheduleEventSchema, event));
			listener(event);
		},
		findEngine: () => wasmEngine(counting),
		turnMs: 5
	});
	const listen = (to: typeof listener) => (listener = to);
	return { heard, session, listen, stillOpen: () => open };
}

const race = (entrants: RunConfig[], seeds = 1): Extract<ScheduleCommand, { type: 'race' }> => {
	return { type: 'race', entrants, seeds, order: 'alternating', engine: 'auto' };
};

function only<Type extends ScheduleEvent['type']>(heard: readonly ScheduleEvent[], type: Type) {
	return heard.filter((event): event is Extract<ScheduleEvent, { type: Type }> => event.type === type);
}

describe('ScheduleSession on the processor engine', () => {
	test('trains each entrant with each seed to its end, judges them and frees them', async () => {
		const { heard, session, stillOpen } = open();
		await session.handle({ type: 'look' });
		expect(heard.map(({ type }) => type)).toEqual(['device']);
		await session.handle(race([progressive, fixed], 2));
		expect(heard.at(-1)).toEqual({ type: 'end' });
		expect(only(heard, 'data-progress').at(-1)).toMatchObject({ done: 94, total: 94 });
		const lanes = ['0 0', '1 0', '0 1', '1 1'];
		const finished = only(heard, 'finished').map(({ entrant, seed }) => `${entrant} ${seed}`);
		expect(finished.sort()).toEqual(lanes.toSorted());
		for (const lane of lanes) {
			const own = heard.filter((event) => 'entrant' in event && `${event.entrant} ${event.seed}` === lane);
			// Once an epoch of eight steps, and at the end.
			const judged = only(own, 'judged');
			expect(judged.map(({ step, final }) => [step, final])).toEqual([
				[8, false],
				[16, true]
			]);
			expect(only(own, 'progress').at(-1)).toMatchObject({ step: 16, steps: 16 });
			const times = own.flatMap((event) => ('trainMs' in event ? [event.trainMs] : []));
			expect(times).toEqual(times.toSorted((a, b) => a - b));
			expect(times.at(-1)).toBeGreaterThan(0);
		}
		expect(only(heard, 'stage').map(({ entrant, seed, size }) => [entrant, seed, size])).toEqual(
			expect.arrayContaining([
				[0, 0, 8],
				[0, 0, 12],
				[1, 1, 12]
			])
		);
		expect(stillOpen()).toBe(0);
	});

	test('turns do not change what is computed: as alone, one after the other', async () => {
		const [together, apart] = [open(), open()];
		await together.session.handle(race([progressive, fixed]));
		await apart.session.handle({ ...race([progressive, fixed]), order: 'sequential' });
		const accuracies = (heard: readonly ScheduleEvent[], who: number) =>
			only(heard, 'judged').flatMap(({ entrant, accuracy }) => (entrant === who ? [accuracy] : []));
		for (const who of [0, 1]) {
			expect(accuracies(together.heard, who)).toHaveLength(2);
			expect(accuracies(together.heard, who)).toEqual(accuracies(apart.heard, who));
		}
		const turns = only(together.heard, 'progress').map(({ entrant }) => entrant);
		const changes = turns.filter((entrant, index) => index > 0 && entrant !== turns[index - 1]);
		expect(changes.length).toBeGreaterThan(2);
		const alone = only(apart.heard, 'progress').map(({ entrant }) => entrant);
		expect(alone).toEqual(alone.toSorted());
	});

	test('a run that diverges is told, and the others come to their end', async () => {
		const { heard, session, stillOpen } = open();
		await session.handle(race([wild, progressive]));
		expect(only(heard, 'diverged').map(({ entrant, seed }) => [entrant, seed])).toEqual([[0, 0]]);
		expect(only(heard, 'finished').map(({ entrant }) => entrant)).toEqual([1]);
		expect(heard.at(-1)).toEqual({ type: 'end' });
		expect(stillOpen()).toBe(0);
	});

	test('stops when it is paused and goes on when it is told to', async () => {
		const { heard, session, listen } = open();
		const paused = new Promise<void>((resolve) => {
			listen(({ type }) => {
				if (type === 'progress' && only(heard, type).length === 1) void session.handle({ type: 'pause' });
				if (type === 'paused') resolve();
			});
		});
		const racing = session.handle(race([progressive, fixed]));
		await paused;
		const before = heard.length;
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(heard).toHaveLength(before);
		await session.handle({ type: 'resume' });
		await racing;
		expect(heard.at(before)).toEqual({ type: 'resumed' });
		expect(heard.at(-1)).toEqual({ type: 'end' });
	});

	test('has one race at a time', async () => {
		const { heard, session } = open();
		const first = session.handle(race([fixed]));
		await session.handle(race([fixed]));
		expect(heard).toContainEqual({ type: 'failure', kind: 'bad-command', message: 'A race is under way.' });
		await first;
		expect(only(heard, 'finished')).toHaveLength(1);
	});

	test('an engine that fails ends the race, frees all runs, and another can follow', async () => {
		let broken = true;
		const { heard, session, stillOpen } = open((executor) =>
			broken ? failing(executor, 4, new EngineError('device-lost', 'It is gone.')) : executor
		);
		await session.handle(race([progressive, fixed]));
		expect(heard.at(-1)).toEqual({ type: 'failure', kind: 'device-lost', message: 'It is gone.' });
		expect(stillOpen()).toBe(0);
		broken = false;
		await session.handle(race([fixed]));
		expect(heard.at(-1)).toEqual({ type: 'end' });
	});

	test('says why a run cannot begin', async () => {
		const { heard, session } = open();
		const data = { ...fixed.data, train: 4 } as RunConfig['data'];
		await session.handle(race([{ ...fixed, data }]));
		expect(heard).toMatchObject([{ type: 'failure', kind: 'bad-config' }]);
	});

	test('an engine that is not to be had is not replaced by another', async () => {
		const { heard, session } = open();
		await session.handle({ ...race([fixed]), engine: 'webgpu' });
		expect(heard.at(-1)).toMatchObject({ type: 'failure', kind: 'unavailable' });
		expect(only(heard, 'progress')).toEqual([]);
	});
});

describe('ScheduleClient', () => {
	test.each([
		['other images', { ...fixed, data: { ...fixed.data, seed: 9 } }],
		['another batch', { ...fixed, batch: 4 }]
	])('does not send a race against %s', (_, other) => {
		const worker = new FakeWorker();
		const client = new ScheduleClient(() => worker);
		client.send(race([fixed, progressive]));
		expect(() => client.send(race([fixed, other as RunConfig]))).toThrow(/All entrants/);
		expect(worker.types).toEqual(['race']);
	});

	test('sends a race of networks against each other', () => {
		const worker = new FakeWorker();
		const client = new ScheduleClient(() => worker);
		client.send(race([fixed, { ...fixed, model: 'v2-nano' }]));
		expect(worker.types).toEqual(['race']);
	});

	test('takes an accuracy above one for a crash', () => {
		const worker = new FakeWorker();
		const client = new ScheduleClient(() => worker);
		const heard: ScheduleEvent[] = [];
		client.listen((event) => heard.push(event));
		client.send({ type: 'look' });
		const judged = { type: 'judged', entrant: 0, seed: 0, step: 1, trainMs: 1, final: false };
		worker.sayAnything({ ...judged, accuracy: 1 });
		worker.sayAnything({ ...judged, accuracy: 1.2 });
		expect(heard.map(({ type }) => type)).toEqual(['judged', 'failure']);
		expect(worker.terminated).toBe(true);
	});
});
