import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { KernelSource } from '$lib/engine/wasm/module';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { BenchClient } from '$lib/worker/benchClient';
import {
	benchEventSchema,
	type BenchCommand,
	type BenchEvent,
	type ContestantName,
	type RaceSettings
} from '$lib/worker/benchProtocol';
import { BenchSession } from '$lib/worker/benchSession';
import { Visibility } from '$lib/worker/visibility';
import { FakeWorker } from './fakeWorker';

const settings: RaceSettings = { model: 'v2-pico', imageSize: 16, batch: 2, repeats: 2 };

/** The kernels; Node's threads are two, as on a page that shares memory between two cores. */
const kernels: KernelSource = { ...nodeKernels, threads: { ...nodeKernels.threads!, most: 2 } };

function session(gpu: GPU | undefined, source: KernelSource = kernels) {
	const heard: BenchEvent[] = [];
	const post = (event: BenchEvent) => heard.push(v.parse(benchEventSchema, event));
	return { heard, session: new BenchSession({ post, gpu, kernels: async () => source }) };
}

const entryPoint = (requestAdapter: () => Promise<null>) => ({ requestAdapter }) as unknown as GPU;

describe('BenchSession without a graphics card', () => {
	test.each([
		['missing', undefined],
		['no-adapter', entryPoint(async () => null)],
		['failed', entryPoint(() => Promise.reject(new Error('broken')))]
	] as const)('says that WebGPU is %s, and who can race all the same', async (reason, gpu) => {
		const { session: opened, heard } = session(gpu);
		await opened.handle({ type: 'look' });
		const threads = { adapter: 'CPU, WebAssembly, 2 threads', software: false, threads: 2 };
		const script = { adapter: 'CPU, JavaScript', software: false, threads: null };
		const absent = { here: false, reason };
		expect(heard).toEqual([
			{
				type: 'field',
				entrants: [
					{ contestant: 'webgpu', found: absent },
					{ contestant: 'wasm', found: { here: true, device: threads } },
					{ contestant: 'tfjs', found: absent },
					{ contestant: 'tfjs-webgl', found: { here: false, reason: 'missing' } },
					{ contestant: 'tfjs-cpu', found: { here: true, device: script } }
				]
			}
		]);
		await opened.handle({ type: 'race', settings, contestants: ['wasm', 'webgpu'] });
		const message = '"webgpu" cannot run in this browser.';
		expect(heard.slice(2)).toEqual([{ type: 'failure', kind: 'unavailable', message }]);
	});

	test('races the processor engine on its threads against TensorFlow.js in plain JavaScript', async () => {
		const { session: opened, heard } = session(undefined);
		const small = { ...settings, imageSize: 8 };
		// Named in any order and twice, everybody races once.
		await opened.handle({ type: 'race', settings: small, contestants: ['tfjs-cpu', 'wasm', 'tfjs-cpu'] });
		expect(heard.at(-1)).toEqual({ type: 'end' });
		const said = heard.map((event) =>
			'contestant' in event ? `${event.type} ${event.contestant}` : event.type
		);
		const before = (name: string) => [`preparing ${name}`, `warming ${name}`, `ready ${name}`];
		const round = ['turn wasm', 'turn tfjs-cpu'];
		expect(said).toEqual([
			...['field', 'matmul', 'device wasm', 'device tfjs-cpu'],
			...[...before('wasm'), ...before('tfjs-cpu'), ...round, ...round, 'end']
		]);
		expect(heard[1]).toMatchObject({ of: 'wasm' });
		const [ours, stock] = heard.flatMap((event) => (event.type === 'turn' ? [event.row] : [])).slice(-2);
		expect(ours).toMatchObject({ engine: 'wasm', threads: 2, pipelines: null });
		expect(stock).toMatchObject({ engine: 'tfjs-cpu', threads: null, dispatches: null });
		expect(ours?.imagesPerSecond.median).toBeGreaterThan(2 * (stock?.imagesPerSecond.median ?? NaN));
	});

	test('names the one thread that is left where the page may start no more', async () => {
		const refused = () => Promise.reject(new Error('A policy of the page.'));
		const { session: opened, heard } = session(undefined, {
			...kernels,
			threads: { ...kernels.threads!, start: refused }
		});
		const small = { ...settings, imageSize: 8, repeats: 1 };
		await opened.handle({ type: 'race', settings: small, contestants: ['wasm'] });
		const device = { adapter: 'CPU, WebAssembly', software: false, threads: 1 };
		expect(heard).toContainEqual({ type: 'device', contestant: 'wasm', device });
		expect(heard.at(-2)).toMatchObject({ type: 'turn', row: { threads: 1 } });
		expect(heard.at(-1)).toEqual({ type: 'end' });
	});

	test('has one race at a time', async () => {
		let answer: (adapter: null) => void = () => undefined;
		const { session: opened, heard } = session(
			entryPoint(() => new Promise((resolve) => (answer = resolve)))
		);
		const contestants: ContestantName[] = ['webgpu'];
		const first = opened.handle({ type: 'race', settings, contestants });
		await opened.handle({ type: 'race', settings, contestants });
		expect(heard).toEqual([{ type: 'failure', kind: 'bad-command', message: 'A race is under way.' }]);
		answer(null);
		await first;
		expect(heard.at(-1)).toMatchObject({ type: 'failure', kind: 'unavailable' });
	});
});

test('who waits for the page to be seen waits as long as it is hidden', async () => {
	const visibility = new Visibility();
	await visibility.wait();
	visibility.hidden = true;
	visibility.hidden = true;
	expect(await visibility.disturbances()).toBe(1);
	let seen = false;
	const waiting = visibility.wait().then(() => (seen = true));
	await Promise.resolve();
	expect(seen).toBe(false);
	visibility.hidden = false;
	await waiting;
	visibility.hidden = true;
	expect(await visibility.disturbances()).toBe(2);
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

	test.each<[string, Partial<RaceSettings>, ContestantName[]?]>([
		['another network', { model: 'efficientnetv2-xl' }],
		['no batch', { batch: 0 }],
		['half a turn', { repeats: 0.5 }],
		['tiny images', { imageSize: 7 }],
		['nobody in it', {}, []]
	])('does not send a race with %s', (_, change, contestants = ['wasm']) => {
		const { client, workers } = open();
		const command: BenchCommand = { type: 'race', settings: { ...settings, ...change }, contestants };
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
		['a speed that is no number', { type: 'matmul', of: 'webgpu', gigaflops: NaN }],
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
