import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { KernelSource } from '$lib/engine/wasm/module';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { BlocksClient } from '$lib/worker/blocksClient';
import {
	blocksEventSchema,
	blockSettingsSchema,
	type BlocksEvent,
	type BlockSettings
} from '$lib/worker/blocksProtocol';
import { BlocksSession } from '$lib/worker/blocksSession';
import { FakeWorker } from './fakeWorker';

const own = { in: 8, out: 12, expandRatio: 4, stride: 2, kernel: 3, seRatio: 0.25 } as const;
const settings: BlockSettings = { model: 'v2-pico', own, imageSize: 8, batch: 2, repeats: 2 };

/** The kernels; Node's threads are two, as on a page that shares memory between two cores. */
const kernels: KernelSource = { ...nodeKernels, threads: { ...nodeKernels.threads!, most: 2 } };

function session() {
	const heard: BlocksEvent[] = [];
	const post = (event: BlocksEvent) => heard.push(v.parse(blocksEventSchema, event));
	return { heard, session: new BlocksSession({ post, gpu: undefined, kernels: async () => kernels }) };
}

const names = (events: readonly BlocksEvent[]) =>
	events.map((event) => ('engine' in event ? `${event.type} ${event.engine}` : event.type));

test('the session tells what there is to measure on', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'look' });
	expect(heard).toEqual([
		{
			type: 'field',
			entrants: [
				{ engine: 'webgpu', found: { here: false, reason: 'missing' } },
				{
					engine: 'wasm',
					found: {
						here: true,
						device: { adapter: 'CPU, WebAssembly, 2 threads', software: false, threads: 2 }
					}
				}
			]
		}
	]);
});

test('what one device cannot do keeps no other from its turn', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'measure', settings, engines: ['wasm', 'webgpu'] });
	expect(names(heard)).toEqual([
		...['field', 'missed webgpu', 'device wasm', 'roof wasm'],
		...['preparing wasm', 'preparing wasm', 'repeat wasm', 'repeat wasm', 'end']
	]);
	const last = heard.findLast((event) => event.type === 'repeat');
	expect(last?.done).toBe(2);
	expect(last?.rows.map(({ stage, op }) => `${stage} ${op}`)).toEqual(
		[1, 2, 3, 4, 5].flatMap((stage) => [`${stage} mbconv`, `${stage} fused_mbconv`])
	);
	expect(last?.steps.map(({ op }) => op)).toEqual(['mbconv', 'fused_mbconv']);
});

test('a block of the reader’s own sizes is measured', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'measure', settings: { ...settings, model: 'own' }, engines: ['wasm'] });
	const last = heard.findLast((event) => event.type === 'repeat');
	expect(last?.rows).toMatchObject([
		{ stage: 1, op: 'mbconv', in: 8, out: 12, expand: 4, stride: 2, kernel: 3, size: 8, batch: 2 },
		{ stage: 1, op: 'fused_mbconv', in: 8, out: 12, expand: 4, stride: 2, kernel: 3, size: 8, batch: 2 }
	]);
});

test('sizes that do not fit are refused by name, with what fits', async () => {
	const { session: opened, heard } = session();
	const large = { ...settings, imageSize: 512, batch: 512 };
	await opened.handle({ type: 'measure', settings: large, engines: ['wasm'] });
	expect(heard.at(-1)).toEqual({ type: 'end' });
	expect(heard.at(-2)).toMatchObject({
		type: 'missed',
		kind: 'out-of-memory',
		message: expect.stringMatching(
			/A step of 512 at 512 px does not fit .*largest batch that fits is \d/
		) as string
	});
});

test('one measurement at a time', async () => {
	const { session: opened, heard } = session();
	const measuring = opened.handle({ type: 'measure', settings, engines: ['wasm'] });
	await opened.handle({ type: 'measure', settings, engines: ['wasm'] });
	await measuring;
	expect(heard.filter(({ type }) => type === 'failure')).toEqual([
		{ type: 'failure', kind: 'bad-command', message: 'A measurement is under way.' }
	]);
	expect(heard.filter(({ type }) => type === 'end')).toHaveLength(1);
});

test.each([
	['model', { ...settings, model: 'v3' }],
	['imageSize', { ...settings, imageSize: 3 }],
	['batch', { ...settings, batch: 0 }],
	['repeats', { ...settings, repeats: 1.5 }],
	['own', { ...settings, own: { ...own, stride: 3 } }]
])('the protocol refuses a bad %s', (field, bad) => {
	const checked = v.safeParse(blockSettingsSchema, bad);
	expect(checked.issues?.[0]?.path?.[0]?.key).toBe(field);
});

test('after a crash the client says so, and the next command starts a fresh worker', () => {
	const workers: FakeWorker[] = [];
	const client = new BlocksClient(() => {
		workers.push(new FakeWorker());
		return workers.at(-1);
	});
	const heard: BlocksEvent[] = [];
	client.listen((event) => heard.push(event));
	client.send({ type: 'look' });
	workers[0]?.crash('out of luck');
	expect(heard).toMatchObject([{ type: 'failure', kind: 'crashed' }]);
	client.send({ type: 'look' });
	expect(workers).toHaveLength(2);
	client.dispose();
});
