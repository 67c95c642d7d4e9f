import { engine } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test } from 'vitest';
import { cpuEngine, endlessConfig, lagging, Theatre, tinyConfig, watched } from './stage';
import { unregularised } from '$lib/recipe/schedule';

let theatre = new Theatre();
afterEach(async () => {
	await theatre.session.dispose();
	theatre = new Theatre();
});

const configure = (config = tinyConfig()) => ({ type: 'configure', config }) as const;
const train = { type: 'train' } as const;
const pause = { type: 'pause' } as const;
const step = { type: 'step' } as const;
const reset = { type: 'reset' } as const;

describe('a run from beginning to end', () => {
	test('names the device, makes the data, trains through both stages, judges, answers', async () => {
		await theatre.do({ type: 'start' }, configure(), train);
		expect(theatre.of('failure')).toEqual([]);
		expect(theatre.of('device')[0]?.device).toMatchObject({ engine: 'tfjs-cpu', software: false });
		expect(theatre.of('data')).toMatchObject([{ kind: 'procedural', train: 64, test: 30, side: 32 }]);
		expect(theatre.of('configured')).toMatchObject([
			{
				steps: 16,
				stages: [
					{ size: 8, from: 0, to: 8 },
					{ size: 12, from: 8, to: 16 }
				]
			}
		]);
		expect(theatre.states).toEqual(['ready', 'compiling', 'running', 'compiling', 'running', 'finished']);
		expect(theatre.steps.map(({ step }) => step)).toEqual(Array.from({ length: 16 }, (_, i) => i));
		expect(theatre.losses.every((loss) => loss > 0 && loss < 10)).toBe(true);
		const events = theatre.of('training').flatMap(({ events }) => events);
		expect(events.filter(({ type }) => type === 'stage')).toMatchObject([{ size: 8 }, { size: 12 }]);
		expect(events.filter((event) => event.type === 'evaluation' && event.final)).toMatchObject([
			{ size: 12, images: 30 }
		]);
		expect(events.at(-1)).toMatchObject({ type: 'end', steps: 16 });

		const answers = theatre.of('predictions');
		expect(answers.at(-1)).toMatchObject({ step: 16, size: 12 });
		for (const { probabilities } of answers) {
			expect(probabilities).toHaveLength(200);
			for (let i = 0; i < 20; i++) {
				const row = probabilities.subarray(10 * i, 10 * i + 10);
				expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
			}
		}
	});

	test('gives everything back', async () => {
		await theatre.do(configure(), step);
		await theatre.session.dispose();
		const before = engine().memory().numTensors;
		theatre = new Theatre();
		await theatre.do(configure(), train, pause, step, reset, step, configure(tinyConfig({ seed: 4 })), step);
		expect(theatre.of('failure')).toEqual([]);
		expect(engine().memory().numTensors).toBeGreaterThan(before);
		await theatre.session.dispose();
		expect(engine().memory().numTensors).toBe(before);
	});
});

describe('pause, step, reset', () => {
	test('pause takes effect after the running step, and training goes on where it stopped', async () => {
		let made = 0;
		let pausing: Promise<unknown> | undefined;
		const pauseInThird = () => {
			if (++made === 3) pausing = theatre.do(pause);
		};
		theatre = new Theatre(() => cpuEngine((executor) => watched(executor, pauseInThird)));
		await theatre.do(configure(), train);
		await pausing;
		expect(theatre.session.state).toBe('paused');
		expect(theatre.steps).toHaveLength(3);
		expect(theatre.of('predictions').at(-1)?.step).toBe(3);

		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(made).toBe(3);
		await theatre.do(train);
		expect(theatre.session.state).toBe('finished');
		expect(theatre.steps.map(({ step }) => step)).toEqual(Array.from({ length: 16 }, (_, i) => i));
	});

	test('a pause that overtakes the first step lets none be made', async () => {
		await theatre.do(configure());
		await theatre.do(train, pause);
		expect(theatre.steps).toEqual([]);
		expect(theatre.session.state).toBe('ready');
	});

	test('step makes one step, also while training', async () => {
		await theatre.do(configure(), step);
		expect(theatre.steps.map(({ step }) => step)).toEqual([0]);
		expect(theatre.session.state).toBe('paused');
		expect(theatre.of('predictions')).toMatchObject([{ step: 1, size: 8 }]);

		const training = theatre.do(train);
		await theatre.untilSteps(3);
		await theatre.do(step);
		await training;
		expect(theatre.session.state).toBe('paused');
		expect(theatre.steps.map(({ step }) => step)).toEqual(theatre.steps.map((_, i) => i));
	});

	test('training until an epoch or a step stops right there, also on a device that lags behind', async () => {
		const queued = { steps: 0 };
		const theatre = new Theatre(() => cpuEngine((executor) => lagging(executor, () => queued.steps++)));
		await theatre.do(configure(), step, { type: 'train', until: 'epoch' });
		expect([theatre.steps.length, queued.steps, theatre.session.state]).toEqual([8, 8, 'paused']);
		expect(theatre.of('saved').at(-1)?.position).toBe(8);
		await theatre.do({ type: 'train', until: 11 }, { type: 'train', until: 5 });
		expect([theatre.steps.length, queued.steps, theatre.session.state]).toEqual([11, 11, 'paused']);
		await theatre.do({ type: 'train', until: 'epoch' });
		expect([theatre.steps.length, theatre.session.state]).toEqual([16, 'finished']);
		await theatre.session.dispose();
	});

	test('step queues one step on a device that lags behind', async () => {
		let queued = 0;
		theatre = new Theatre(() => cpuEngine((executor) => lagging(executor, () => queued++)));
		await theatre.do(configure(), step, step);
		expect(queued).toBe(2);
		expect(theatre.steps.map(({ step }) => step)).toEqual([0, 1]);
		await theatre.do(train);
		expect(theatre.steps.map(({ step }) => step)).toEqual(Array.from({ length: 16 }, (_, i) => i));
	});

	test('the step that ends the run also judges it', async () => {
		await theatre.do(
			configure(tinyConfig({ stages: [{ ...unregularised, size: 8, epochs: 0.25 }] })),
			step,
			step
		);
		expect(theatre.session.state).toBe('finished');
		expect(theatre.steps).toHaveLength(2);
	});

	test('reset goes back to the same initial weights: the same losses again, bit for bit', async () => {
		await theatre.do(configure(), step, step, step);
		const first = theatre.losses;
		theatre.forget();
		await theatre.do(reset);
		expect(theatre.states).toEqual(['ready']);
		expect(theatre.of('configured')).toHaveLength(1);
		await theatre.do(step, step, step);
		expect(first).toHaveLength(3);
		expect(theatre.losses).toEqual(first);
		theatre.forget();
		await theatre.do(configure(tinyConfig({ seed: 9 })), step);
		expect(theatre.losses[0]).not.toBe(first[0]);
	});

	test('a set that was on its way when another was configured does not end the run later', async () => {
		await theatre.do({ type: 'load-procedural', seed: 1, train: 96, test: 30 }, configure(), train);
		expect(theatre.session.state).toBe('finished');
		expect(theatre.steps).toHaveLength(16);
		expect(theatre.of('data')).toMatchObject([{ train: 64 }]);
	});

	test('configuring while it trains stops the run and sets up the new one', async () => {
		await theatre.do(configure(endlessConfig()));
		const training = theatre.do(train);
		await theatre.untilSteps(2);
		await theatre.do(configure(tinyConfig({ seed: 2 })));
		await training;
		expect(theatre.states.slice(-2)).toEqual(['paused', 'ready']);
		theatre.forget();
		await theatre.do(step);
		expect(theatre.steps.map(({ step }) => step)).toEqual([0]);
	});
});
