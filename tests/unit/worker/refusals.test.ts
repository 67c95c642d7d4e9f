import { afterEach, describe, expect, test } from 'vitest';
import { EngineError } from '$lib/engine/executor';
import { cpuEngine, endlessConfig, failing, Theatre, tinyConfig } from './stage';
import { unregularised } from '$lib/recipe/schedule';

let theatre = new Theatre();
afterEach(async () => {
	await theatre.session.dispose();
	theatre = new Theatre();
});

const configure = (config = tinyConfig()) => ({ type: 'configure', config }) as const;
const train = { type: 'train' } as const;
const step = { type: 'step' } as const;
const reset = { type: 'reset' } as const;

describe('commands that cannot be followed', () => {
	test.each([train, step, reset])('$type without a run', async (command) => {
		await theatre.do(command);
		expect(theatre.of('failure')).toMatchObject([{ kind: 'bad-command' }]);
		expect(theatre.session.state).toBe('empty');
	});

	test.each([
		['an unknown network', tinyConfig({ model: 'v3-giga' }), 'bad-config', /v3-giga/],
		['a batch larger than the data', tinyConfig({ batch: 65 }), 'bad-config', /64 images/],
		[
			'files that were not given',
			tinyConfig({ data: { kind: 'cifar10', train: 8, test: 8 } }),
			'no-data',
			/files/
		]
	])('%s leaves the run that was there', async (_, config, kind, message) => {
		await theatre.do(configure(), step);
		await theatre.do(configure(config));
		expect(theatre.of('failure')).toMatchObject([
			{ kind, message: expect.stringMatching(message) as unknown }
		]);
		expect(theatre.session.state).toBe('paused');
		await theatre.do(step);
		expect(theatre.steps.map(({ step }) => step)).toEqual([0, 1]);
	});

	test('training a finished run needs a reset first', async () => {
		await theatre.do(
			configure(tinyConfig({ stages: [{ ...unregularised, size: 8, epochs: 0.25 }] })),
			train,
			train
		);
		expect(theatre.session.state).toBe('finished');
		expect(theatre.of('failure')).toMatchObject([{ kind: 'bad-command' }]);
		await theatre.do(reset, step);
		expect(theatre.session.state).toBe('paused');
	});
});

describe('data', () => {
	const file = (name: string, bytes: number) => new File([new Uint8Array(bytes)], name);

	test('a refused file is named, and what trains goes on', async () => {
		await theatre.do(configure());
		const training = theatre.do(train);
		await theatre.untilSteps(1);
		await theatre.do({
			type: 'load-files',
			files: [file('data_batch_1.bin', 3074), file('test_batch.bin', 3073)]
		});
		expect(theatre.of('data-refused')).toMatchObject([{ kind: 'wrong-length', file: 'data_batch_1.bin' }]);
		await training;
		expect(theatre.session.state).toBe('finished');
		expect(theatre.of('data')).toHaveLength(1);
	});

	test('files that are taken end the run; a new one trains on them, on as many images as it asks for', async () => {
		await theatre.do(configure(endlessConfig()));
		const training = theatre.do(train);
		await theatre.untilSteps(1);
		const files = [file('data_batch_1.bin', 20 * 3073), file('test_batch.bin', 10 * 3073)];
		await theatre.do({ type: 'load-files', files });
		await training;
		expect(theatre.states.slice(-2)).toEqual(['paused', 'empty']);
		expect(theatre.of('data').at(-1)).toMatchObject({ kind: 'cifar10', train: 20, test: 10 });
		theatre.forget();
		await theatre.do(configure(tinyConfig({ data: { kind: 'cifar10', train: 16, test: null } })), step);
		expect(theatre.of('configured')).toMatchObject([{ steps: 4 }]);
		expect(theatre.steps).toHaveLength(1);
	});

	test('loading, configuring and training may be asked for at once', async () => {
		await theatre.do({ type: 'load-procedural', seed: 1, train: 64, test: 30 }, configure(), step);
		expect(theatre.of('data')).toHaveLength(1);
		expect(theatre.steps).toHaveLength(1);
		expect(theatre.session.state).toBe('paused');
	});

	test('a set that is asked for twice is made once', async () => {
		const making = theatre.do(configure(), step);
		await theatre.do({ type: 'load-procedural', seed: 1, train: 64, test: 30 });
		await making;
		expect(theatre.of('failure')).toEqual([]);
		expect(theatre.of('data')).toHaveLength(1);
		expect(theatre.steps).toHaveLength(1);
	});

	test('a load replaces one that is not done', async () => {
		await theatre.do(
			{ type: 'load-procedural', seed: 1, train: 3000, test: 30 },
			{ type: 'load-procedural', seed: 2, train: 20, test: 10 }
		);
		expect(theatre.of('data')).toMatchObject([{ train: 20 }]);
		expect(theatre.of('failure')).toEqual([]);
	});
});

describe('a device that fails', () => {
	test('lost: a state of the run; reset looks for a device again', async () => {
		let found = 0;
		theatre = new Theatre(() => {
			const lost = new EngineError('device-lost', 'The graphics device went away.');
			return cpuEngine((executor) => (++found === 1 ? failing(executor, 3, lost) : executor));
		});
		await theatre.do(configure(), train);
		expect(theatre.session.state).toBe('lost');
		expect(theatre.of('failure')).toMatchObject([
			{ kind: 'device-lost', message: 'The graphics device went away.' }
		]);
		expect(theatre.steps.length).toBeGreaterThan(0);
		theatre.forget();
		await theatre.do(reset, step);
		expect(theatre.of('device')).toHaveLength(1);
		expect(theatre.states.at(-1)).toBe('paused');
	});

	test('out of memory: failed, said in a sentence, and a reset tries again', async () => {
		const fits = { imageSize: 8, batch: 3 };
		const full = new EngineError('out-of-memory', 'The device ran out of memory.', fits);
		let found = 0;
		theatre = new Theatre(() =>
			cpuEngine((executor) => (++found === 1 ? failing(executor, 1, full) : executor))
		);
		await theatre.do(configure(), train);
		expect(theatre.session.state).toBe('failed');
		expect(theatre.of('failure')).toMatchObject([{ kind: 'out-of-memory', fits }]);
		await theatre.do(reset, step);
		expect(theatre.session.state).toBe('paused');
	});

	test('none at all', async () => {
		theatre = new Theatre(() => Promise.reject(new EngineError('unavailable', 'No engine here.')));
		await theatre.do({ type: 'start' });
		expect(theatre.of('failure')).toEqual([
			{ type: 'failure', kind: 'unavailable', message: 'No engine here.' }
		]);
	});

	test('a loss that is no number: diverged, and a reset begins anew', async () => {
		const config = tinyConfig();
		const learningRate = {
			...config.learningRate,
			schedule: 'constant',
			peak: 1e30,
			warmupEpochs: 0
		} as const;
		await theatre.do(configure({ ...config, learningRate }), train);
		expect(theatre.session.state).toBe('diverged');
		expect(theatre.of('failure')).toEqual([]);
		await theatre.do(reset, step);
		expect(theatre.session.state).toBe('paused');
	});
});
