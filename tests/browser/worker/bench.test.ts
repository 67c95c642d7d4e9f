import { afterEach, expect, test, vi } from 'vitest';
import { BenchClient } from '$lib/worker/benchClient';
import type { BenchEvent } from '$lib/worker/benchProtocol';

const patience = { timeout: 240_000, interval: 20 };
const clients: BenchClient[] = [];
afterEach(() => {
	for (const client of clients.splice(0)) client.dispose();
});

const settings = { model: 'v2-pico', imageSize: 8, batch: 2, repeats: 2 };

function open() {
	const client = new BenchClient();
	clients.push(client);
	const heard: BenchEvent[] = [];
	client.listen((event) => heard.push(event));
	return { client, heard };
}

test('the worker races the compiled engine and stock TensorFlow.js on one adapter', async () => {
	const { client, heard } = open();
	client.send({ type: 'look' });
	await vi.waitUntil(() => heard.length > 0, patience);
	expect(heard).toHaveLength(1);
	expect(heard[0]).toMatchObject({
		type: 'field',
		entrants: [
			{ contestant: 'webgpu', found: { here: true, device: { software: true } } },
			{ contestant: 'wasm', found: { here: true, device: { adapter: 'CPU, WebAssembly', threads: 1 } } },
			{ contestant: 'tfjs', found: { here: true, device: { software: true } } },
			{ contestant: 'tfjs-webgl', found: { here: true, device: { software: true } } },
			{ contestant: 'tfjs-cpu', found: { here: true, device: { software: false } } }
		]
	});

	client.send({ type: 'race', settings, contestants: ['webgpu', 'tfjs'] });
	// A turn that met a hidden page is run again, and a race under way waits for it to be seen.
	client.send({ type: 'visibility', hidden: true });
	await new Promise((resolve) => setTimeout(resolve, 3000));
	expect(heard.filter(({ type }) => type === 'matmul' || type === 'preparing')).toEqual([]);
	client.send({ type: 'visibility', hidden: false });
	await vi.waitUntil(() => heard.some(({ type }) => type === 'end' || type === 'failure'), patience);

	expect(heard.at(-1)).toEqual({ type: 'end' });
	const said = heard.map((event) =>
		'contestant' in event ? `${event.type} ${event.contestant}` : event.type
	);
	const before = (name: string) => [`preparing ${name}`, `warming ${name}`, `ready ${name}`];
	const round = ['turn webgpu', 'turn tfjs'];
	expect(said.slice(1)).toEqual([
		...[
			'field',
			'matmul',
			'device webgpu',
			'device tfjs',
			...before('webgpu'),
			...before('tfjs'),
			...round,
			...round,
			'end'
		]
	]);
	const rows = heard.flatMap((event) => (event.type === 'turn' ? [event.row] : [])).slice(-2);
	for (const { imagesPerSecond, hostMs, dispatches, pipelines, compileMs, bufferBytes } of rows) {
		expect(imagesPerSecond.min).toBeGreaterThan(0);
		expect(imagesPerSecond.max).toBeGreaterThanOrEqual(imagesPerSecond.median);
		expect(hostMs).toBeGreaterThan(0);
		expect(dispatches).toBeGreaterThan(50);
		expect(pipelines).toBeGreaterThan(10);
		expect(compileMs).toBeGreaterThan(0);
		expect(bufferBytes).toBeGreaterThan(4 * 53_000);
	}
	const [ours, stock] = rows;
	expect(ours?.dispatches).toBeLessThan((stock?.dispatches ?? 0) / 2);
});

test('the worker races processors and WebGL without touching WebGPU', async () => {
	const { client, heard } = open();
	client.send({ type: 'race', settings, contestants: ['wasm', 'tfjs-webgl', 'tfjs-cpu'] });
	await vi.waitUntil(() => heard.some(({ type }) => type === 'end' || type === 'failure'), patience);
	expect(heard.at(-1)).toEqual({ type: 'end' });
	expect(heard.flatMap((event) => (event.type === 'matmul' ? [event.of] : []))).toEqual(['wasm']);
	const turns = heard.flatMap((event) => (event.type === 'turn' ? [event.contestant] : []));
	const round = ['wasm', 'tfjs-webgl', 'tfjs-cpu'];
	expect(turns).toEqual([...round, ...round]);
	const devices = heard.flatMap((event) => (event.type === 'device' ? [event.device] : []));
	expect(devices.map(({ software }) => software)).toEqual([false, true, false]);
	const rows = heard.flatMap((event) => (event.type === 'turn' ? [event.row] : [])).slice(-3);
	const [ours, ...stock] = rows.map(({ imagesPerSecond }) => imagesPerSecond.median);
	for (const rate of stock) expect(ours).toBeGreaterThan(2 * rate);
});
