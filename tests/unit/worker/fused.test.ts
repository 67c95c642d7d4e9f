import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { KernelSource } from '$lib/engine/wasm/module';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { FusedClient } from '$lib/worker/fusedClient';
import { fusedEventSchema, fusedSettingsSchema, type FusedEvent } from '$lib/worker/fusedProtocol';
import { FusedSession } from '$lib/worker/fusedSession';
import { FakeWorker } from './fakeWorker';

const settings = { family: 'b4', longestStepMs: 5, memoryMiB: 1024, repeats: 1 } as const;
const kernels: KernelSource = { ...nodeKernels, threads: { ...nodeKernels.threads!, most: 2 } };

function session() {
	const heard: FusedEvent[] = [];
	const post = (event: FusedEvent) => heard.push(v.parse(fusedEventSchema, event));
	return { heard, session: new FusedSession({ post, gpu: undefined, kernels: async () => kernels }) };
}

test('B4’s four networks are cut to the device and trained in turns', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'measure', settings, engine: 'wasm' });
	expect(heard.map(({ type }) => type)).toEqual([
		...['device', 'scale', 'preparing', 'preparing', 'preparing', 'preparing', 'warming', 'turn', 'end']
	]);
	expect(heard[1]).toMatchObject({ scale: { width: 0.25, imageSize: 32, batch: 4 } });
	const turn = heard.find((event) => event.type === 'turn');
	expect(turn?.rows.map(({ lastFusedStage }) => lastFusedStage)).toEqual([null, 3, 5, 7]);
}, 60_000);

test('what is not there, and what does not fit, is told as a failure', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'measure', settings, engine: 'webgpu' });
	expect(heard.at(-1)).toMatchObject({ type: 'failure', kind: 'unavailable' });
	await opened.handle({ type: 'measure', settings: { ...settings, memoryMiB: 16 }, engine: 'wasm' });
	expect(heard.at(-1)).toMatchObject({ type: 'failure', kind: 'out-of-memory' });
});

test.each([
	['family', { ...settings, family: 'b5' }],
	['longestStepMs', { ...settings, longestStepMs: 0 }],
	['memoryMiB', { ...settings, memoryMiB: 1.5 }],
	['repeats', { ...settings, repeats: 101 }]
])('the protocol refuses a bad %s', (field, bad) => {
	const checked = v.safeParse(fusedSettingsSchema, bad);
	expect(checked.issues?.[0]?.path?.[0]?.key).toBe(field);
});

test('a ratio that is no number is taken for a crash', () => {
	const worker = new FakeWorker();
	const client = new FusedClient(() => worker);
	const heard: FusedEvent[] = [];
	client.listen((event) => heard.push(event));
	client.send({ type: 'measure', settings, engine: 'wasm' });
	worker.sayAnything({ type: 'turn', done: 1, rows: [{ lastFusedStage: null, ratio: NaN }] });
	expect(heard).toMatchObject([{ type: 'failure', kind: 'crashed' }]);
	client.dispose();
});
