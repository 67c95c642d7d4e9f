import { expect, it } from 'vitest';
import type { Racer } from '$lib/engine/peers/racer';
import type { Contestant, Field } from '../../../src/cli/contestants';
import { race, type Entry } from '../../../src/cli/race';
import { tinyCourse } from '../../suites/peers';

const course = tinyCourse();
const contestants: Contestant[] = [
	{ kind: 'engine', name: 'tfjs-cpu', threads: null },
	{ kind: 'peer', name: 'jax-js-wasm', threads: null }
];
const entries: Entry[] = contestants.map((contestant) => ({ contestant, course }));

/** Racers that take 300 ms a step, write down who ran, and compute `loss`. */
function fakeField(log: string[], loss: number): Field {
	return {
		adapter: 'none',
		device: null,
		enter: async ({ name }): Promise<Racer> => ({
			async run() {
				await new Promise((resolve) => setTimeout(resolve, 300));
				log.push(name);
			},
			finish: async (inFlight) => (inFlight === 0 ? [loss] : []),
			dispose: () => log.push(`${name} is disposed of`)
		}),
		close: () => undefined
	};
}

const conditions = (log: string[], loss: number) => ({
	field: fakeField(log, loss),
	ledger: null,
	repeats: 2,
	executes: true
});

it('lets contestants take turns after their warm-up', async () => {
	const log: string[] = [];
	const rows = await race(entries, conditions(log, 1), () => undefined);
	const [a, b] = ['tfjs-cpu', 'jax-js-wasm'];
	// Three steps each before the race; then two steps a turn, the nearest to half a second.
	expect(log.slice(0, 6)).toEqual([a, a, a, b, b, b]);
	expect(log.slice(6, 14)).toEqual([a, a, b, b, a, a, b, b]);
	expect(log.slice(14)).toEqual([`${a} is disposed of`, `${b} is disposed of`]);
	expect(rows.map(({ engine }) => engine)).toEqual([a, b]);
	for (const { imagesPerSecond, hostMs, dispatches } of rows) {
		expect(imagesPerSecond?.max).toBeLessThan(3 / 0.29);
		expect(imagesPerSecond?.min).toBeLessThanOrEqual(imagesPerSecond?.median ?? 0);
		expect(hostMs).toBeGreaterThan(290);
		expect(dispatches).toBeNull();
	}
});

it('refuses a contestant that computes nonsense', async () => {
	const log: string[] = [];
	await expect(race(entries.slice(0, 1), conditions(log, NaN), () => undefined)).rejects.toThrow(
		'tfjs-cpu computed a loss that is not a number.'
	);
	expect(log.at(-1)).toBe('tfjs-cpu is disposed of');
});
