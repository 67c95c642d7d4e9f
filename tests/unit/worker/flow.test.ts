import * as v from 'valibot';
import { afterEach, expect, test, vi } from 'vitest';
import type { KernelSource } from '$lib/engine/wasm/module';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { mapsOfPart } from '$lib/labs/flow/networks';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant } from '$lib/model/variants';
import { FlowClient } from '$lib/worker/flowClient';
import { flowCommandSchema, flowEventSchema, type FlowEvent } from '$lib/worker/flowProtocol';
import { FlowSession } from '$lib/worker/flowSession';
import { FakeWorker } from './fakeWorker';

const kernels: KernelSource = { ...nodeKernels, threads: { ...nodeKernels.threads!, most: 2 } };
const side = 32;
/** Brighter to the right, and a dark square. */
const image = Uint8Array.from({ length: 3 * side * side }, (_, at) => {
	const [x, y] = [Math.floor(at / 3) % side, Math.floor(at / 3 / side)];
	return x > 8 && x < 16 && y > 8 && y < 16 ? 10 : 6 * x + (at % 3) * 20;
});

afterEach(() => {
	vi.unstubAllGlobals();
});

function session() {
	const heard: FlowEvent[] = [];
	const post = (event: FlowEvent) => heard.push(v.parse(flowEventSchema, event));
	return { heard, session: new FlowSession({ post, gpu: undefined, kernels: async () => kernels }) };
}

test('an image goes through v2-nano: every part as the counts have it, then how long each took', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'flow', network: 'v2-nano', image });
	const { stages } = countGraph(buildGraph(findVariant('v2-nano')!), side);
	const parts = heard.filter((event) => event.type === 'part');
	expect(heard.map(({ type }) => type)).toEqual([
		...['device', 'preparing', 'preparing'],
		...parts.map(() => 'part'),
		...['preparing', 'times', 'end']
	]);
	expect(heard[0]).toMatchObject({ engine: 'wasm', device: { software: false, threads: 2 } });
	expect(parts.map(({ name, side: of, channels }) => [name, of, channels])).toEqual(
		stages
			.filter(({ name }) => name !== 'classifier')
			.map(({ name, outSize, outChannels }) => [name, outSize, outChannels])
	);
	for (const { maps, side: of } of parts) {
		expect(maps).toHaveLength(mapsOfPart);
		for (const { values } of maps) {
			expect(values).toHaveLength(of * of);
			expect(values.every(Number.isFinite)).toBe(true);
			expect(new Set(values).size).toBeGreaterThan(1);
		}
	}
	const times = heard.find((event) => event.type === 'times')?.parts ?? [];
	expect(times.map(({ name }) => name)).toEqual(stages.map(({ name }) => name));
	expect(times.every(({ ms }) => ms > 0)).toBe(true);
});

test('the same image gives the same maps, another image others', async () => {
	const maps = async (shown: Uint8Array<ArrayBuffer>) => {
		const { session: opened, heard } = session();
		await opened.handle({ type: 'flow', network: 'v2-nano', image: shown });
		return heard.filter((event) => event.type === 'part');
	};
	const first = await maps(image);
	expect(await maps(image)).toEqual(first);
	expect(await maps(image.toReversed())).not.toEqual(first);
});

test('one image at a time, of the network’s own size; another is refused in a sentence', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'flow', network: 'efficientnetv2-s', image });
	expect(heard).toEqual([
		{ type: 'failure', kind: 'bad-command', message: 'efficientnetv2-s takes an image of 384 px.' }
	]);
	const first = opened.handle({ type: 'flow', network: 'v2-nano', image });
	await opened.handle({ type: 'flow', network: 'v2-nano', image });
	expect(heard.at(-1)).toMatchObject({ kind: 'bad-command', message: 'An image is under way.' });
	await first;
	expect(heard.at(-1)).toEqual({ type: 'end' });
});

test('where neither the processor’s engine nor WebGPU is there, that is told', async () => {
	vi.stubGlobal('WebAssembly', undefined);
	const { session: opened, heard } = session();
	await opened.handle({ type: 'flow', network: 'v2-nano', image });
	expect(heard).toMatchObject([{ type: 'failure', kind: 'unavailable' }]);
});

test.each([
	['network', { type: 'flow', network: 'efficientnetv2-xl', image }],
	['image', { type: 'flow', network: 'v2-nano', image: [...image] }],
	['image', { type: 'flow', network: 'v2-nano', image: new Uint8Array(3 * 1025 ** 2) }]
])('the protocol refuses a bad %s', (field, bad) => {
	expect(v.safeParse(flowCommandSchema, bad).issues?.[0]?.path?.[0]?.key).toBe(field);
});

test('a time that is no number is taken for a crash', () => {
	const worker = new FakeWorker();
	const client = new FlowClient(() => worker);
	const heard: FlowEvent[] = [];
	client.listen((event) => heard.push(event));
	client.send({ type: 'flow', network: 'v2-nano', image });
	worker.sayAnything({ type: 'times', parts: [{ name: 'stem', ms: NaN }] });
	expect(heard).toMatchObject([{ type: 'failure', kind: 'crashed' }]);
	client.dispose();
});
