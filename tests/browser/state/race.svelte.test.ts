import { describe, expect, test } from 'vitest';
import { Race } from '$lib/state/race.svelte';
import { BenchClient } from '$lib/worker/benchClient';
import { card, device, fields, ready, turn } from '../../suites/raceEvents';
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

/** A race in which the first contestant has taken a turn. */
function racing() {
	const opened = open();
	opened.say(fields.card);
	opened.race.start();
	opened.say(
		fields.card,
		{ type: 'matmul', of: 'webgpu', gigaflops: 2 },
		device('webgpu'),
		ready('webgpu', 4, 100),
		turn('webgpu', [10])
	);
	return opened;
}

describe('Race', () => {
	test('looks first; where a program plays graphics card, the processor races on the smallest network', () => {
		const { race, workers, say } = open();
		expect(workers[0]?.types).toEqual(['look']);
		expect(race.ready).toBe(false);
		race.start();
		expect(race.state).toBe('idle');
		say(fields.software);
		expect(race.ready).toBe(true);
		expect(race.chosen).toEqual(['wasm', 'tfjs-cpu']);
		expect(race.settings.model).toBe('v2-pico');
	});

	test('keeps what the reader has set before it was known what there is', () => {
		const { race, say } = open();
		race.set('batch', 64);
		say(fields.software);
		expect(race.settings).toMatchObject({ model: 'v2-nano', batch: 64 });
	});

	test('refuses a value that does not fit, and then does not start', () => {
		const { race, say } = open();
		say(fields.card);
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
		expect(race.matmul).toEqual({ webgpu: null, wasm: null });
	});

	test('stopping ends the worker at once and keeps what was measured', () => {
		const { race, workers } = racing();
		race.stop();
		expect(workers[1]?.terminated).toBe(true);
		expect(race.state).toBe('stopped');
		workers[1]?.sayAnything(turn('webgpu', [10, 99]));
		expect(race.results[0]?.rates).toEqual([10]);
		expect(race.matmul.webgpu).toBe(2);
		expect(race.results[0]?.device).toEqual(card);
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

	test('races whom the reader ticks, in the order of their turns', () => {
		const { race, workers, say } = open();
		say(fields.webglOnly);
		expect(race.chosen).toEqual(['wasm', 'tfjs-webgl']);
		race.choose('tfjs-cpu', true);
		race.choose('tfjs-webgl', false);
		race.choose('webgpu', true);
		expect(race.chosen).toEqual(['wasm', 'tfjs-cpu']);
		expect(race.shown.map(({ contestant }) => contestant)).toEqual(race.chosen);
		say(fields.webglOnly);
		expect(race.chosen).toEqual(['wasm', 'tfjs-cpu']);
		race.start();
		expect(workers[1]?.sent).toEqual([
			{ type: 'race', settings: race.settings, contestants: ['wasm', 'tfjs-cpu'] }
		]);
	});

	test('does not start without contestants', () => {
		const { race, workers, say } = open();
		say(fields.processorOnly);
		for (const name of race.chosen) race.choose(name, false);
		expect(race.ready).toBe(false);
		race.start();
		expect(race.state).toBe('idle');
		expect(workers).toHaveLength(1);
	});

	test('whoever is gone in a later race is not chosen any more', () => {
		const { race, say } = racing();
		say(fields.broken);
		expect(race.chosen).toEqual([]);
		expect(race.results.map(({ contestant }) => contestant)).toEqual(['webgpu', 'tfjs']);
	});
});
