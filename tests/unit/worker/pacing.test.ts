import { describe, expect, test } from 'vitest';
import { Breaks } from '$lib/worker/breaks';
import { lagging, Theatre, tinyConfig, wasmEngine } from './stage';

const configure = { type: 'configure', config: tinyConfig() } as const;
const gentle = (on: boolean) => ({ type: 'gentle', on }) as const;
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A time of its own, in which a step takes `stepMs` and nothing else takes any; sleeping `wakes` up late by so much. */
class Time {
	now = 0;
	slept = 0;
	naps = 0;
	/** Called at every nap. */
	onNap: (nap: number) => void = () => undefined;

	constructor(
		readonly stepMs: number,
		readonly late = 0
	) {}

	readonly sleep = async (ms: number): Promise<void> => {
		this.now += ms + this.late;
		this.slept += ms + this.late;
		this.onNap(++this.naps);
	};

	/** Sixteen steps by our own kernels, told only when they must be. */
	theatre(): Theatre {
		const engine = () => wasmEngine((executor) => lagging(executor, () => (this.now += this.stepMs)));
		return new Theatre(engine, undefined, () => this.now, undefined, undefined, this.sleep);
	}
}

describe('gentle training', () => {
	test('rests after each step for as long as it took, and comes to the same bits', async () => {
		const plain = new Time(100);
		const usual = plain.theatre();
		await usual.do(configure, { type: 'train' });
		expect([plain.slept, plain.now]).toEqual([0, 1600]);

		const time = new Time(100);
		const theatre = time.theatre();
		await theatre.do(configure, gentle(true), { type: 'train' });
		expect(theatre.session.state).toBe('finished');
		expect([time.slept, time.now]).toEqual([1600, 3200]);
		expect(theatre.losses).toEqual(usual.losses);
		const accuracies = (one: Theatre) =>
			one.of('training').flatMap(({ events }) => events.filter(({ type }) => type === 'evaluation'));
		expect(accuracies(theatre)).toEqual(accuracies(usual));
		// The pace that is told is that of the steps, without breaks.
		expect(theatre.steps.at(-1)?.trainMs).toBe(1600);
		await usual.session.dispose();
		await theatre.session.dispose();
	});

	test('has no second step under way while it rests', async () => {
		const time = new Time(100);
		const theatre = time.theatre();
		const worked: number[] = [];
		time.onNap = () => worked.push(time.now - time.slept);
		await theatre.do(configure, gentle(true), { type: 'train', until: 3 });
		// Two naps a break, and none after the step at which it stops.
		expect(worked).toEqual([100, 100, 200, 200]);
		await theatre.session.dispose();
	});

	test('is switched on and off while it trains', async () => {
		const time = new Time(100);
		const theatre = time.theatre();
		await theatre.do(configure, gentle(true), { type: 'train', until: 4 });
		expect(time.slept).toBe(300);
		// In the middle of the next break.
		time.onNap = () => void theatre.do(gentle(false));
		await theatre.do({ type: 'train' });
		expect(time.slept).toBe(350);
		expect(theatre.session.state).toBe('finished');
		expect(theatre.steps.map(({ step }) => step)).toEqual(numbers(16));
		await theatre.session.dispose();
	});

	test('is paused in the middle of a long break', async () => {
		const time = new Time(60_000);
		const theatre = time.theatre();
		time.onNap = (nap) => {
			if (nap === 3) void theatre.do({ type: 'pause' });
		};
		await theatre.do(configure, gentle(true), { type: 'train' });
		expect(time.naps).toBe(3);
		expect(theatre.session.state).toBe('paused');
		expect(theatre.of('saved').at(-1)?.position).toBe(theatre.steps.length);
		await theatre.session.dispose();
	});

	test('answers looks during a break', async () => {
		const time = new Time(1000);
		const theatre = time.theatre();
		let answered = NaN;
		time.onNap = (nap) => {
			if (nap === 2) void theatre.do({ type: 'show-tests', images: [0] });
			if (nap === 3) answered = theatre.of('test-images').length;
		};
		await theatre.do(configure, gentle(true), { type: 'train', until: 2 });
		expect(answered).toBe(1);
		await theatre.session.dispose();
	});
});

describe('breaks', () => {
	const never = () => false;
	const nothing = () => Promise.resolve();

	test('add up short steps until a timer can wait for them, and take off what it overslept', async () => {
		const time = new Time(0, 9);
		const breaks = new Breaks(() => time.now, time.sleep);
		breaks.gentle = true;
		breaks.begin();
		for (let step = 0; step < 1000; step++) {
			time.now += 1.5;
			await breaks.take(never, nothing);
		}
		expect(time.naps).toBeGreaterThan(50);
		expect(time.slept).toBeGreaterThan(1450);
		expect(time.slept).toBeLessThan(1550);
	});

	test('owe nothing for the time before, nor for steps that were not to be gentle', async () => {
		const time = new Time(0);
		const breaks = new Breaks(() => time.now, time.sleep);
		time.now += 1000;
		breaks.begin();
		time.now += 500;
		await breaks.take(never, nothing);
		breaks.gentle = true;
		time.now += 70;
		await breaks.take(never, nothing);
		expect(time.slept).toBe(70);
	});

	test('a closed lid pays for a second of work at most', async () => {
		const time = new Time(0, 3_600_000);
		const breaks = new Breaks(() => time.now, time.sleep);
		breaks.gentle = true;
		breaks.begin();
		time.now += 100;
		await breaks.take(never, nothing);
		for (let step = 0; step < 9; step++) {
			time.now += 100;
			await breaks.take(never, nothing);
		}
		expect(time.naps).toBe(1);
		time.now += 200;
		await breaks.take(never, nothing);
		expect(time.naps).toBe(2);
	});
});

describe('a stop on the way', () => {
	test('pauses right there, kept, also on a device that lags behind; going on it is behind', async () => {
		const time = new Time(1);
		const theatre = time.theatre();
		await theatre.do(configure, { type: 'train', stop: 5 });
		expect([theatre.steps.length, time.now, theatre.session.state]).toEqual([5, 5, 'paused']);
		expect(theatre.of('saved').at(-1)?.position).toBe(5);
		await theatre.do({ type: 'train', until: 'epoch', stop: 7 });
		expect([theatre.steps.length, theatre.session.state]).toEqual([7, 'paused']);
		await theatre.do({ type: 'train', until: 'epoch', stop: 12 });
		expect(theatre.steps).toHaveLength(8);
		await theatre.do({ type: 'train', stop: 5 });
		expect([theatre.steps.length, theatre.session.state]).toEqual([16, 'finished']);
		await theatre.session.dispose();
	});

	test('is moved and taken away while it trains', async () => {
		const theatre = new Time(1).theatre();
		await theatre.do(configure);
		const begun = theatre.do({ type: 'train', stop: 4 });
		await theatre.do({ type: 'stop-at', stop: 6 });
		await begun;
		// Nothing had begun when it came: what `train` says holds.
		expect(theatre.steps).toHaveLength(4);

		const time = new Time(10);
		const moved = time.theatre();
		time.onNap = (nap) => {
			if (nap === 2) void moved.do({ type: 'stop-at', stop: 11 });
			if (nap === 6) void moved.do({ type: 'stop-at', stop: 9 });
		};
		await moved.do(configure, gentle(true), { type: 'train', stop: 4 });
		expect([moved.steps.length, moved.session.state]).toEqual([9, 'paused']);
		time.onNap = () => void moved.do({ type: 'stop-at', stop: null });
		await moved.do({ type: 'train', until: 'epoch', stop: 12 });
		expect([moved.steps.length, moved.session.state]).toEqual([16, 'finished']);
		await theatre.session.dispose();
		await moved.session.dispose();
	});

	test('that has been passed by the time it comes pauses at once', async () => {
		const time = new Time(10);
		const theatre = time.theatre();
		time.onNap = (nap) => {
			if (nap === 3) void theatre.do({ type: 'stop-at', stop: 1 });
		};
		await theatre.do(configure, gentle(true), { type: 'train' });
		expect(theatre.steps.length).toBeLessThanOrEqual(5);
		expect(theatre.session.state).toBe('paused');
		await theatre.session.dispose();
	});
});
