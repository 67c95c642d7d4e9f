import { describe, expect, test } from 'vitest';
import type { StepEvent, TrainEvent } from '$lib/recipe/events';
import { next, raceSchedules, type RaceOptions, type Runner } from '$lib/worker/scheduleRace';

interface Plan {
	readonly stepMs: number;
	readonly steps: number;
	/** The step at which its loss is no number. */
	readonly divergesAt?: number;
}

const stepEvent = (step: number, trainMs: number): StepEvent => ({
	...{ type: 'step', step, stage: 0, epoch: 1, learningRate: 0.1, loss: 1 },
	...{ correct: 1, images: 4, gradientNorm: 1, trainMs }
});

/** A run without a network, with one step in flight unless it settles, as the loop has. */
class FakeRun implements Runner {
	settling = false;
	closed = 0;
	queued = 0;
	told = 0;
	readonly #plan: Plan;
	#rows: StepEvent[] = [];
	#trainMs = 0;
	#ended = false;

	constructor(plan: Plan) {
		this.#plan = plan;
	}

	/** Steps that are queued and not told of. */
	get inFlight(): number {
		return this.queued - this.told;
	}

	async next(): Promise<TrainEvent | null> {
		const { stepMs, steps, divergesAt } = this.#plan;
		while (this.#rows.length === 0) {
			if (this.queued === steps && this.told === steps) {
				if (this.#ended) return null;
				this.#ended = true;
				return { type: 'end', steps, trainMs: this.#trainMs };
			}
			if (this.queued < steps) this.queued++;
			this.#trainMs += stepMs;
			const left = this.settling || this.queued === steps ? 0 : 1;
			const finished = this.queued - left;
			for (let step = this.told; step < finished; step++) this.#rows.push(stepEvent(step, this.#trainMs));
		}
		const row = this.#rows.shift()!;
		this.told++;
		if (row.step === divergesAt) return { type: 'diverged', step: row.step, position: 0 };
		return row;
	}

	async close(): Promise<void> {
		this.closed++;
	}
}

function field(plans: readonly Plan[], change: Partial<RaceOptions> = {}) {
	const runs: { entrant: number; seed: number; run: FakeRun }[] = [];
	let mostOpen = 0;
	const options: RaceOptions = {
		entrants: plans.length,
		seeds: 1,
		order: 'alternating',
		turnMs: 100,
		open: async ({ entrant, seed }) => {
			const run = new FakeRun(plans[entrant]!);
			runs.push({ entrant, seed, run });
			mostOpen = Math.max(mostOpen, runs.filter(({ run: { closed } }) => closed === 0).length);
			return run;
		},
		gate: async () => undefined,
		...change
	};
	return { runs, race: raceSchedules(options), most: () => mostOpen };
}

async function all(race: ReturnType<typeof raceSchedules>) {
	const events = [];
	for await (const event of race) events.push(event);
	return events;
}

test('whoever has trained the shortest time is next, the first of equals, and nobody who is over', () => {
	const racer = (trainMs: number, over = false) => ({ trainMs, over });
	const field = [racer(5), racer(3), racer(3), racer(1, true)];
	expect(next(field)).toBe(field[1]);
	expect(next([racer(0, true)])).toBeNull();
	expect(next([])).toBeNull();
});

describe('a race in turns', () => {
	test('gives all the same training time, within a turn, until somebody is done', async () => {
		const { race } = field([
			{ stepMs: 10, steps: 100 },
			{ stepMs: 30, steps: 100 },
			{ stepMs: 7, steps: 100 }
		]);
		const at = [0, 0, 0];
		const apart: number[] = [];
		let somebodyDone = false;
		for await (const { entrant, event, last } of race) {
			if (event.type === 'step') at[entrant] = event.trainMs;
			if (event.type === 'end') somebodyDone = true;
			if (last && !somebodyDone) apart.push(Math.max(...at) - Math.min(...at));
		}
		expect(apart.length).toBeGreaterThan(10);
		// A turn, and the steps in which it settles.
		expect(Math.max(...apart)).toBeLessThanOrEqual(100 + 3 * 30);
	});

	test('leaves nothing under way when it passes on', async () => {
		const { race, runs } = field([
			{ stepMs: 9, steps: 50 },
			{ stepMs: 20, steps: 50 }
		]);
		let turns = 0;
		for await (const { entrant, last } of race) {
			if (!last) continue;
			turns++;
			expect(runs[entrant]?.run.inFlight).toBe(0);
		}
		expect(turns).toBeGreaterThan(8);
	});

	test('has all entrants of a seed over before the next seed, and frees each run once', async () => {
		const plan = { stepMs: 20, steps: 12 };
		const { race, runs, most } = field([plan, plan], { seeds: 3 });
		const events = await all(race);
		const seeds = events.map(({ seed }) => seed);
		expect(seeds).toEqual([...seeds].sort());
		expect(runs.map(({ entrant, seed }) => [entrant, seed])).toEqual([
			...[0, 1].map((entrant) => [entrant, 0]),
			...[0, 1].map((entrant) => [entrant, 1]),
			...[0, 1].map((entrant) => [entrant, 2])
		]);
		expect(runs.map(({ run }) => run.closed)).toEqual([1, 1, 1, 1, 1, 1]);
		expect(most()).toBe(2);
		expect(events.filter(({ event }) => event.type === 'end')).toHaveLength(6);
	});

	test('goes on without a run that diverged', async () => {
		const { race, runs } = field([
			{ stepMs: 40, steps: 20, divergesAt: 3 },
			{ stepMs: 40, steps: 20 }
		]);
		const events = await all(race);
		const types = (who: number) =>
			events.filter(({ entrant }) => entrant === who).map(({ event }) => event.type);
		expect(types(0)).toEqual(['step', 'step', 'step', 'diverged']);
		expect(types(1).at(-1)).toBe('end');
		expect(types(1).filter((type) => type === 'step')).toHaveLength(20);
		expect(runs.map(({ run }) => run.closed)).toEqual([1, 1]);
	});

	test('stops when nobody pulls any more, and frees all', async () => {
		const plan = { stepMs: 20, steps: 100 };
		const { race, runs } = field([plan, plan], { seeds: 2 });
		for (let pulled = 0; pulled < 10; pulled++) await race.next();
		await race.return();
		expect(runs.map(({ run }) => run.closed)).toEqual([1, 1]);
		expect(await race.next()).toEqual({ done: true, value: undefined });
	});

	test('trains nothing while the gate is shut', async () => {
		let open: () => void = () => undefined;
		const gate = () => new Promise<void>((resolve) => (open = resolve));
		const { race, runs } = field([{ stepMs: 20, steps: 100 }], { gate });
		const pulled = race.next();
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(runs[0]?.run.queued).toBe(0);
		open();
		expect((await pulled).value).toMatchObject({ entrant: 0, event: { type: 'step' } });
		await Promise.all([race.return(), Promise.resolve().then(() => open())]);
	});

	test('where a run cannot be opened, those that were are freed', async () => {
		const plan = { stepMs: 20, steps: 100 };
		const first = new FakeRun(plan);
		const { race } = field([plan, plan], {
			open: async ({ entrant }) => {
				if (entrant === 0) return first;
				throw new Error('no memory');
			}
		});
		await expect(race.next()).rejects.toThrow('no memory');
		expect(first.closed).toBe(1);
	});
});

test('one after the other, a run ends before the next is opened', async () => {
	const plan = { stepMs: 20, steps: 30 };
	const { race, most } = field([plan, plan], { seeds: 2, order: 'sequential' });
	const who = (await all(race)).map(({ entrant, seed }) => `${seed}${entrant}`);
	expect([...new Set(who)]).toEqual(['00', '01', '10', '11']);
	expect(who).toEqual([...who].sort());
	expect(most()).toBe(1);
});
