import { describe, expect, test } from 'vitest';
import type { StepEvent } from '$lib/recipe/events';
import { TrainClient } from '$lib/worker/client';
import type { Command, Trial, WorkerEvent } from '$lib/worker/protocol';
import { FakeWorker } from './fakeWorker';

function open() {
	const workers: FakeWorker[] = [];
	const client = new TrainClient(() => {
		const worker = new FakeWorker();
		workers.push(worker);
		return worker;
	});
	const heard: WorkerEvent[] = [];
	const end = client.listen((event) => heard.push(event));
	return { client, workers, heard, end };
}

function step(i: number): StepEvent {
	return {
		type: 'step',
		step: i,
		stage: 0,
		epoch: i / 100,
		learningRate: 0.05,
		loss: 2.3,
		correct: 3,
		images: 32,
		gradientNorm: 1.5,
		trainMs: i * 4
	};
}

const device = { engine: 'wasm', adapter: 'CPU', software: false, features: [] } as const;
const trial: Trial = {
	engine: 'wasm',
	adapter: 'CPU',
	software: false,
	pace: { model: 'v2-nano', size: 32, batch: 16, imagesPerSecond: 211.5 },
	reason: null
};

describe('TrainClient', () => {
	test('lets a choice through, and what is known of the engines', () => {
		const { client, workers, heard } = open();
		client.send({ type: 'choose-engine', engine: 'webgpu' });
		expect(workers[0]?.sent).toEqual([{ type: 'choose-engine', engine: 'webgpu' }]);
		const missing: Trial = { ...trial, engine: 'webgpu', adapter: null, pace: null, reason: 'missing' };
		const told = {
			type: 'device',
			device: { ...device, features: [] },
			choice: 'auto',
			trials: [trial, missing]
		} as const;
		workers[0]?.sayAnything(told);
		expect(heard).toEqual([told]);
	});

	test('makes its worker with the first command, and only one', () => {
		const { client, workers } = open();
		expect(workers).toHaveLength(0);
		expect(client.alive).toBe(false);
		client.send({ type: 'start' });
		client.send({ type: 'train' });
		expect(workers).toHaveLength(1);
		expect(workers[0]?.types).toEqual(['start', 'train']);
	});

	test('refuses to send what is no command', () => {
		const { client, workers } = open();
		expect(() => {
			client.send({ type: 'dance' } as unknown as Command);
		}).toThrow();
		expect(() => {
			client.send({ type: 'load-procedural', seed: 0.5, train: 1, test: 1 });
		}).toThrow();
		expect(() => {
			client.send({ type: 'choose-engine', engine: 'abacus' } as unknown as Command);
		}).toThrow();
		expect(workers).toHaveLength(0);
	});

	test('tells every listener until it has had enough', () => {
		const { client, workers, heard, end } = open();
		const others: WorkerEvent[] = [];
		client.listen((event) => others.push(event));
		client.send({ type: 'start' });
		workers[0]?.say({ type: 'state', state: 'ready' });
		end();
		workers[0]?.say({ type: 'state', state: 'running' });
		expect(heard).toEqual([{ type: 'state', state: 'ready' }]);
		expect(others).toHaveLength(2);
	});

	test.each([
		['an unknown event', { type: 'gossip' }],
		['an event with a field of the wrong type', { type: 'state', state: 'dancing' }],
		['a step without a loss', { type: 'training', events: [{ ...step(0), loss: undefined }] }],
		[
			'a figure that is none',
			{ type: 'device', device, choice: 'auto', trials: [{ ...trial, pace: 'fast' }] }
		],
		['no object', 7]
	])('takes %s for a crash', (_, data) => {
		const { client, workers, heard } = open();
		client.send({ type: 'start' });
		workers[0]?.sayAnything(data);
		expect(heard).toMatchObject([
			{ type: 'failure', kind: 'crashed' },
			{ type: 'state', state: 'failed' }
		]);
		expect(workers[0]?.terminated).toBe(true);
	});

	test('after a crash the next command starts a fresh worker; the dead one is not heard', () => {
		const { client, workers, heard } = open();
		client.send({ type: 'start' });
		workers[0]?.crash('out of cheese');
		expect(heard[0]).toMatchObject({
			kind: 'crashed',
			message: 'The training worker stopped: out of cheese.'
		});
		expect(client.alive).toBe(false);
		client.send({ type: 'start' });
		expect(workers).toHaveLength(2);
		workers[0]?.say({ type: 'state', state: 'running' });
		workers[1]?.say({ type: 'state', state: 'ready' });
		expect(heard.at(-1)).toEqual({ type: 'state', state: 'ready' });
		expect(heard).toHaveLength(3);
	});

	test('ends its worker when disposed of', () => {
		const { client, workers, heard } = open();
		client.send({ type: 'start' });
		client.dispose();
		workers[0]?.say({ type: 'state', state: 'ready' });
		expect(workers[0]?.terminated).toBe(true);
		expect(heard).toEqual([]);
		expect(() => {
			client.send({ type: 'start' });
		}).toThrow(/disposed/);
	});

	test('an evaluation may have a loss that is no number', () => {
		const { client, workers, heard } = open();
		client.send({ type: 'start' });
		workers[0]?.say({
			type: 'training',
			events: [
				{
					type: 'evaluation',
					step: 1,
					stage: 0,
					size: 8,
					weights: 'ema',
					correct: 0,
					images: 10,
					loss: NaN,
					final: true,
					trainMs: 1
				}
			]
		});
		expect(heard).toMatchObject([{ type: 'training' }]);
	});

	test('checks a hundred steps, ten times what a fast device sends in a message, in a few milliseconds', () => {
		const { client, workers, heard } = open();
		client.send({ type: 'start' });
		const events = Array.from({ length: 100 }, (_, i) => step(i));
		const times = Array.from({ length: 50 }, () => {
			const started = performance.now();
			workers[0]?.say({ type: 'training', events });
			return performance.now() - started;
		}).sort((a, b) => a - b);
		expect(heard).toHaveLength(50);
		expect(times[25]).toBeLessThan(5);
	});
});
