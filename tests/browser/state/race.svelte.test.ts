import { describe, expect, test } from 'vitest';
import { Race } from '$lib/state/race.svelte';
import { BenchClient } from '$lib/worker/benchClient';
import { ready, turn } from '../../suites/raceEvents';
import { FakeWorker } from '../../unit/worker/fakeWorker';

function open() {
	const workers: FakeWorker[] = [];
	const race = new Race(
		new BenchClient(() => {
			const worker = new FakeWorker();
			workers.push(worker);
			return worker;
		})
	);
	const say = (...events: unknown[]) => events.forEach((event) => workers.at(-1)?.sayAnything(event));
	race.look();
	return { race, workers, say };
}

const device = { type: 'device', adapter: 'Test adapter', software: false };

/** A race in which the first contestant has taken a turn. */
function racing() {
	const opened = open();
	opened.say(device);
	opened.race.start();
	opened.say(device, { type: 'matmul', gigaflops: 2 }, ready('webgpu', 4, 100), turn('webgpu', [10]));
	return opened;
}

describe('Race', () => {
	test('looks first; a program that plays graphics card gets the smallest network', () => {
		const { race, workers, say } = open();
		expect(workers[0]?.types).toEqual(['look']);
		expect(race.ready).toBe(false);
		race.start();
		expect(race.state).toBe('idle');
		say({ ...device, software: true });
		expect(race.ready).toBe(true);
		expect(race.settings.model).toBe('v2-pico');
	});

	test('keeps what the reader has set before the adapter was known', () => {
		const { race, say } = open();
		race.set('batch', 64);
		say({ ...device, software: true });
		expect(race.settings).toMatchObject({ model: 'v2-nano', batch: 64 });
	});

	test('refuses a value that does not fit, and then does not start', () => {
		const { race, say } = open();
		say(device);
		race.set('batch', 0);
		expect(race.settings.batch).toBe(32);
		expect(race.errors.batch).toEqual({ kind: 'at-least', limit: 1 });
		expect(race.ready).toBe(false);
		race.set('batch', 8);
		expect(race.errors).toEqual({});
		expect(race.ready).toBe(true);
	});

	test('each race has a fresh worker', () => {
		const { race, workers, say } = racing();
		expect(workers.map(({ types, terminated }) => [types, terminated])).toEqual([
			[['look'], true],
			[['race'], false]
		]);
		say({ type: 'end' });
		expect(race.state).toBe('finished');
		race.start();
		expect(workers).toHaveLength(3);
		expect(race.results.map(({ rates }) => rates)).toEqual([[], []]);
		expect(race.matmul).toBeNull();
	});

	test('stopping ends the worker at once and keeps what was measured', () => {
		const { race, workers } = racing();
		race.stop();
		expect(workers[1]?.terminated).toBe(true);
		expect(race.state).toBe('stopped');
		workers[1]?.sayAnything(turn('webgpu', [10, 99]));
		expect(race.results[0]?.rates).toEqual([10]);
		expect(race.matmul).toBe(2);
		expect(race.conditions?.adapter.adapter).toBe('Test adapter');
	});

	test('settings that are changed later are those of the next race', () => {
		const { race } = racing();
		race.set('model', 'v2-micro');
		expect(race.conditions?.settings.model).toBe('v2-nano');
	});

	test('tells the worker when the page is hidden, and counts', () => {
		const { race, workers } = racing();
		race.hidden = true;
		race.hidden = true;
		race.hidden = false;
		expect(workers[1]?.sent.slice(1)).toEqual([
			{ type: 'visibility', hidden: true },
			{ type: 'visibility', hidden: false }
		]);
		expect(race.interruptions).toBe(1);
	});

	test('a failure and a crash end the race and keep what was measured', () => {
		const failing = racing();
		failing.say({ type: 'failure', kind: 'device-lost', message: 'gone' });
		const crashing = racing();
		crashing.workers[1]?.crash('boom');
		for (const [{ race }, kind] of [
			[failing, 'device-lost'],
			[crashing, 'crashed']
		] as const) {
			expect(race.state).toBe('failed');
			expect(race.problem?.kind).toBe(kind);
			expect(race.results[0]?.rates).toEqual([10]);
			expect(race.ready).toBe(true);
			race.start();
			expect(race.problem).toBeNull();
		}
	});

	test('without WebGPU there is nothing to start', () => {
		const { race, say } = open();
		say({ type: 'no-webgpu', reason: 'no-adapter' });
		expect(race.noWebgpu).toBe('no-adapter');
		expect(race.ready).toBe(false);
	});
});
