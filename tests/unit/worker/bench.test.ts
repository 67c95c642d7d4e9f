import { describe, expect, test } from 'vitest';
import { BenchClient } from '$lib/worker/benchClient';
import type { BenchCommand, BenchEvent, RaceSettings } from '$lib/worker/benchProtocol';
import { BenchSession } from '$lib/worker/benchSession';
import { Visibility } from '$lib/worker/visibility';
import { FakeWorker } from './fakeWorker';

const settings: RaceSettings = { model: 'v2-pico', imageSize: 16, batch: 2, repeats: 2 };

function session(gpu: GPU | undefined) {
	const heard: BenchEvent[] = [];
	return { heard, session: new BenchSession({ post: (event) => heard.push(event), gpu }) };
}

const entryPoint = (requestAdapter: () => Promise<null>) => ({ requestAdapter }) as unknown as GPU;

describe('BenchSession without a device', () => {
	test.each([
		['missing', undefined],
		['no-adapter', entryPoint(async () => null)],
		['failed', entryPoint(() => Promise.reject(new Error('broken')))]
	] as const)('says that WebGPU is %s, and races nobody', async (reason, gpu) => {
		const { session: opened, heard } = session(gpu);
		await opened.handle({ type: 'look' });
		await opened.handle({ type: 'race', settings });
		expect(heard).toEqual([
			{ type: 'no-webgpu', reason },
			{ type: 'no-webgpu', reason }
		]);
	});

	test('has one race at a time', async () => {
		let answer: (adapter: null) => void = () => undefined;
		const { session: opened, heard } = session(
			entryPoint(() => new Promise((resolve) => (answer = resolve)))
		);
		const first = opened.handle({ type: 'race', settings });
		await opened.handle({ type: 'race', settings });
		expect(heard).toEqual([{ type: 'failure', kind: 'bad-command', message: 'A race is under way.' }]);
		answer(null);
		await first;
		expect(heard.at(-1)).toEqual({ type: 'no-webgpu', reason: 'no-adapter' });
	});
});

test('who waits for the page to be seen waits as long as it is hidden', async () => {
	const visibility = new Visibility();
	await visibility.wait();
	visibility.hidden = true;
	visibility.hidden = true;
	expect(visibility.disturbances()).toBe(1);
	let seen = false;
	const waiting = visibility.wait().then(() => (seen = true));
	await Promise.resolve();
	expect(seen).toBe(false);
	visibility.hidden = false;
	await waiting;
	visibility.hidden = true;
	expect(visibility.disturbances()).toBe(2);
});

describe('BenchClient', () => {
	function open() {
		const workers: FakeWorker[] = [];
		const client = new BenchClient(() => {
			const worker = new FakeWorker();
			workers.push(worker);
			return worker;
		});
		const heard: BenchEvent[] = [];
		client.listen((event) => heard.push(event));
		return { client, workers, heard };
	}

	test.each<[string, Partial<RaceSettings>]>([
		['another network', { model: 'efficientnetv2-xl' }],
		['no batch', { batch: 0 }],
		['half a turn', { repeats: 0.5 }],
		['tiny images', { imageSize: 7 }]
	])('does not send a race with %s', (_, change) => {
		const { client, workers } = open();
		const command: BenchCommand = { type: 'race', settings: { ...settings, ...change } };
		expect(() => client.send(command)).toThrow();
		expect(workers).toHaveLength(0);
	});

	test('what it closes is not heard any more, and the next command starts a fresh worker', () => {
		const { client, workers, heard } = open();
		client.send({ type: 'look' });
		client.close();
		workers[0]?.sayAnything({ type: 'end' });
		expect(workers[0]?.terminated).toBe(true);
		expect(heard).toEqual([]);
		client.send({ type: 'look' });
		workers[1]?.sayAnything({ type: 'end' });
		expect(heard).toEqual([{ type: 'end' }]);
	});

	test.each([
		['an unknown event', { type: 'gossip' }],
		['a speed that is no number', { type: 'matmul', gigaflops: NaN }],
		['a contestant that is not in the race', { type: 'preparing', contestant: 'jax-js' }]
	])('takes %s for a crash', (_, data) => {
		const { client, workers, heard } = open();
		client.send({ type: 'look' });
		workers[0]?.sayAnything(data);
		const message = 'The race worker sent what the page does not understand.';
		expect(heard).toEqual([{ type: 'failure', kind: 'crashed', message }]);
		expect(workers[0]?.terminated).toBe(true);
	});
});
