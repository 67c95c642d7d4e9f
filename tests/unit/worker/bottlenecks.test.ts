import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { KernelSource } from '$lib/engine/wasm/module';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import {
	bottleneckDefaults,
	bottleneckSettingsSchema,
	type BottleneckSettings
} from '$lib/labs/bottlenecks/settings';
import { BottlenecksClient } from '$lib/worker/bottlenecksClient';
import { bottlenecksEventSchema, type BottlenecksEvent } from '$lib/worker/bottlenecksProtocol';
import { BottlenecksSession } from '$lib/worker/bottlenecksSession';
import { FakeWorker } from './fakeWorker';

const settings: BottleneckSettings = {
	...{ model: 'v2-pico', against: 'v2-nano', sizes: [8, 16], memory: 16, size: 8, batch: 2, repeats: 2 }
};

/** The kernels; Node's threads are two, as on a page that shares memory between two cores. */
const kernels: KernelSource = { ...nodeKernels, threads: { ...nodeKernels.threads!, most: 2 } };

function session() {
	const heard: BottlenecksEvent[] = [];
	const post = (event: BottlenecksEvent) => heard.push(v.parse(bottlenecksEventSchema, event));
	return { heard, session: new BottlenecksSession({ post, gpu: undefined, kernels: async () => kernels }) };
}

const types = (events: readonly BottlenecksEvent[]) => events.map(({ type }) => type);

test.each([
	['depthwise', 2],
	['scaling', 4]
] as const)('the part %s is told turn by turn', async (part, networks) => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'measure', part, settings, engine: 'wasm' });
	expect(types(heard)).toEqual([
		...['field', 'device', ...Array.from({ length: networks }, () => 'preparing')],
		...[part, part, 'end']
	]);
	expect(heard[1]).toEqual({
		type: 'device',
		device: { adapter: 'CPU, WebAssembly, 2 threads', software: false, threads: 2 }
	});
	const last = heard.findLast((event) => event.type === part);
	expect(last).toMatchObject({ done: 2 });
	if (last?.type === 'depthwise') expect(last.rows).toHaveLength(30);
	if (last?.type === 'scaling') expect(last.added).toHaveLength(5 + 4);
});

test('image sizes are measured at the largest batch and at one for all', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'measure', part: 'size', settings, engine: 'wasm' });
	const last = heard.findLast((event) => event.type === 'size');
	expect(last?.rows.map(({ size, kind }) => [size, kind])).toEqual([
		[8, 'fixed'],
		[8, 'largest'],
		[16, 'fixed'],
		[16, 'largest']
	]);
	expect(heard.at(-1)).toEqual({ type: 'end' });
});

test('a device that is not there, and sizes that do not fit, are failures with a sentence', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'measure', part: 'size', settings, engine: 'webgpu' });
	expect(heard.at(-1)).toMatchObject({ type: 'failure', kind: 'unavailable' });
	const large = { ...settings, sizes: [8, 1024] };
	await opened.handle({ type: 'measure', part: 'size', settings: large, engine: 'wasm' });
	expect(heard.at(-1)).toMatchObject({
		...{ type: 'failure', kind: 'out-of-memory' },
		message: expect.stringMatching(/^One image of 1024 px .* largest size that fits is \d+ px/) as string
	});
});

test('one measurement at a time', async () => {
	const { session: opened, heard } = session();
	const measuring = opened.handle({ type: 'measure', part: 'depthwise', settings, engine: 'wasm' });
	await opened.handle({ type: 'measure', part: 'size', settings, engine: 'wasm' });
	await measuring;
	expect(heard.filter(({ type }) => type === 'failure')).toEqual([
		{ type: 'failure', kind: 'bad-command', message: 'A measurement is under way.' }
	]);
	expect(types(heard).filter((type) => type === 'end')).toHaveLength(1);
});

test.each([
	['model', { ...settings, model: 'v3' }],
	['sizes', { ...settings, sizes: [] }],
	['sizes', { ...settings, sizes: [4] }],
	['memory', { ...settings, memory: 0 }],
	['batch', { ...settings, batch: 0 }],
	['repeats', { ...settings, repeats: 1.5 }]
])('the protocol refuses a bad %s', (field, bad) => {
	const checked = v.safeParse(bottleneckSettingsSchema, bad);
	expect(checked.issues?.[0]?.path?.[0]?.key).toBe(field);
});

test('the defaults are settings', () => {
	expect(v.is(bottleneckSettingsSchema, bottleneckDefaults)).toBe(true);
});

test('after a crash the client says so, and the next command starts a fresh worker', () => {
	const workers: FakeWorker[] = [];
	const client = new BottlenecksClient(() => {
		workers.push(new FakeWorker());
		return workers.at(-1);
	});
	const heard: BottlenecksEvent[] = [];
	client.listen((event) => heard.push(event));
	client.send({ type: 'look' });
	workers[0]?.crash('out of luck');
	expect(heard).toMatchObject([{ type: 'failure', kind: 'crashed' }]);
	client.send({ type: 'look' });
	expect(workers).toHaveLength(2);
	client.dispose();
});
