import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EngineError } from '$lib/engine/executor';
import type { Calm } from '$lib/engine/race/calm';
import type { Contestant } from '$lib/engine/race/contestant';
import { race, type Conditions, type Entry, type RaceEvent, type Row } from '$lib/engine/race/race';
import { spread } from '$lib/engine/spread';
import { tinyCourse } from '../../suites/peers';

const course = tinyCourse();
const [a, b] = ['first', 'second'];

/** The race's clock, ms: only steps take time. */
let now = 0;
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => now));
afterEach(() => {
	vi.restoreAllMocks();
});

/** A contestant that takes 300 ms a step, writes down that it ran, and computes `loss`; `meanwhile` comes in each step. */
function slow(name: string, log: string[], loss = 1, meanwhile = () => {}): Contestant {
	return {
		name,
		threads: null,
		usesWebgpu: false,
		host: null,
		load: async () => async () => ({
			async run() {
				await Promise.resolve();
				now += 300;
				meanwhile();
				log.push(name);
			},
			finish: async (inFlight) => (inFlight === 0 ? [loss] : []),
			dispose: () => log.push(`${name} is disposed of`)
		})
	};
}

const entries = (...contestants: Contestant[]): Entry[] =>
	contestants.map((contestant) => ({ contestant, course }));

const conditions: Conditions = {
	field: { hostOf: () => null, check: () => undefined, close: () => undefined },
	ledger: null,
	repeats: 2,
	executes: true,
	turnMs: 500
};

async function all(events: AsyncGenerator<RaceEvent>): Promise<RaceEvent[]> {
	const heard: RaceEvent[] = [];
	for await (const event of events) heard.push(event);
	return heard;
}

describe('a race', () => {
	test('lets contestants take turns after their warm-up', async () => {
		const log: string[] = [];
		const heard = await all(race(entries(slow(a, log), slow(b, log)), conditions));
		// Three steps each before the race; then two steps a turn, the nearest to their length.
		expect(log.slice(0, 6)).toEqual([a, a, a, b, b, b]);
		expect(log.slice(6, 14)).toEqual([a, a, b, b, a, a, b, b]);
		expect(log.slice(14)).toEqual([`${a} is disposed of`, `${b} is disposed of`]);
		const said = heard.map(({ type, entry }) => `${type} ${entry}`);
		const before = (entry: number) => [`preparing ${entry}`, `warming ${entry}`, `ready ${entry}`];
		expect(said).toEqual([...before(0), ...before(1), 'turn 0', 'turn 1', 'turn 0', 'turn 1']);
		expect(heard[2]).toMatchObject({ steps: 2, warmUp: 3 });
		const rows: Row[] = [];
		for (const event of heard) if (event.type === 'turn') rows[event.entry] = event.row;
		expect(rows.map(({ engine }) => engine)).toEqual([a, b]);
		for (const { imagesPerSecond, hostMs, dispatches } of rows) {
			expect(imagesPerSecond?.median).toBeCloseTo(course.shape.batch / 0.3, 9);
			expect(imagesPerSecond?.max).toBeCloseTo(imagesPerSecond?.min ?? 0, 9);
			expect(hostMs).toBe(300);
			expect(dispatches).toBeNull();
		}
	});

	test('tells every turn as it is measured, with those before', async () => {
		const heard = await all(race(entries(slow(a, [])), conditions));
		const turns = heard.flatMap((event) => (event.type === 'turn' ? [event] : []));
		expect(turns.map(({ rates }) => rates.length)).toEqual([1, 2]);
		expect(turns[1]?.rates[0]).toBe(turns[0]?.rates[0]);
		for (const { rates, row } of turns) expect(row.imagesPerSecond).toEqual(spread(rates));
	});

	test('who stops pulling ends it, and everybody is disposed of', async () => {
		const log: string[] = [];
		for await (const event of race(entries(slow(a, log), slow(b, log)), conditions)) {
			if (event.type === 'warming' && event.entry === 1) break;
		}
		expect(log).toEqual([a, a, a, b, `${a} is disposed of`, `${b} is disposed of`]);
	});

	test('refuses a contestant that computes nonsense', async () => {
		const log: string[] = [];
		await expect(all(race(entries(slow(a, log, NaN)), conditions))).rejects.toThrow(
			'first computed a loss that is not a number.'
		);
		expect(log.at(-1)).toBe('first is disposed of');
	});

	test('ends when the device fails, though nobody in the race noticed', async () => {
		const log: string[] = [];
		let steps = 0;
		const check = () => {
			if (++steps === 4) throw new EngineError('out-of-memory', 'Full.');
		};
		const field = { ...conditions.field, check };
		const events = race(entries(slow(a, log)), { ...conditions, field });
		await expect(all(events)).rejects.toThrow('Full.');
		expect(log).toEqual([a, a, a, a, a, `${a} is disposed of`]);
	});

	test('runs a turn again in which something came between, and waits until nothing does', async () => {
		const log: string[] = [];
		let [disturbances, due] = [0, 0];
		const calm: Calm = {
			wait: async () => void log.push('calm'),
			disturbances: async () => disturbances
		};
		const disturb = () => {
			disturbances += due;
			due = 0;
		};
		const events = race(entries(slow(a, log, 1, disturb)), { ...conditions, repeats: 1, calm });
		const heard: RaceEvent[] = [];
		for await (const event of events) {
			heard.push(event);
			// In the first step of the only turn, which then counts for nothing.
			if (event.type === 'ready') due = 1;
		}
		expect(log.slice(-7, -1)).toEqual(['calm', a, a, 'calm', a, a]);
		expect(heard.filter(({ type }) => type === 'turn')).toHaveLength(1);
	});

	test('does not give a compile time in which something came between', async () => {
		for (const at of [1, 2]) {
			let [disturbances, steps] = [0, 0];
			const calm: Calm = { wait: async () => undefined, disturbances: async () => disturbances };
			const disturb = () => {
				if (++steps === at) disturbances += 1;
			};
			const events = race(entries(slow(a, [], 1, disturb)), { ...conditions, repeats: 1, calm });
			let row: Row | null = null;
			for await (const event of events) if (event.type === 'turn') row = event.row;
			// From the first step to its end it is timed; the second one only warms up.
			expect(row).toMatchObject({ compileMs: at === 1 ? null : 0 });
		}
	});
});

test.each([
	[[3, 1, 2], { median: 2, min: 1, max: 3 }],
	[[4, 1, 2, 3], { median: 2.5, min: 1, max: 4 }],
	[[7], { median: 7, min: 7, max: 7 }],
	[[10, 9, 100], { median: 10, min: 9, max: 100 }]
])('the spread of %j', (values, expected) => {
	expect(spread(values)).toEqual(expected);
});
