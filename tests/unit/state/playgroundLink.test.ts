import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryStore } from '$lib/runs/memoryStore';
import { linkBase } from '$lib/runs/linkBase';
import { readFields } from '$lib/state/query';
import { Playground } from '$lib/state/playground.svelte';
import {
	playgroundLink,
	readPlaygroundLink,
	showAs,
	viewFields,
	viewOf,
	writtenLink,
	type ViewValues
} from '$lib/state/playgroundLink';
import { SharedLink } from '$lib/state/sharedLink.svelte';
import { dataSources, firstView, inspectViews, lossScales, memories, xAxes } from '$lib/state/view';
import { TrainClient } from '$lib/worker/client';
import { someConfig } from '../runs/someConfig';
import { FakeWorker } from '../worker/fakeWorker';

const { values: untouched } = readFields(viewFields, new Map());
const count = fc.nat(1_000_000);
const someView: fc.Arbitrary<ViewValues> = fc.record({
	source: fc.constantFrom(...dataSources),
	free: fc.boolean(),
	stages: fc.boolean(),
	recipe: fc.boolean(),
	norm: fc.boolean(),
	tracks: fc.boolean(),
	table: fc.boolean(),
	inspect: fc.boolean(),
	axis: fc.constantFrom(...xAxes),
	loss: fc.constantFrom(...lossScales),
	smoothing: fc.constantFrom(...memories),
	epoch: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }).map((epoch) => epoch + 0)),
	look: fc.constantFrom(...inspectViews),
	side: fc.option(fc.integer({ min: 8, max: 512 })),
	weights: fc.constantFrom('parameters' as const, 'ema' as const),
	stop: fc.option(fc.double({ min: 1e-6, max: 1e6, noNaN: true })),
	count: fc.constantFrom('epochs' as const, 'steps' as const),
	gentle: fc.boolean(),
	engine: fc.constantFrom('auto', 'webgpu', 'wasm', 'tfjs-webgl', 'tfjs-cpu'),
	images: count,
	draw: count,
	image: count
});

function open() {
	const worker = new FakeWorker();
	const store = new MemoryStore();
	const playground = new Playground(new TrainClient(() => worker), () => Promise.resolve(store));
	return { playground, worker };
}

describe('a link to the playground', () => {
	test('of a playground as it opens says its settings alone', () => {
		const { playground } = open();
		expect(viewOf(playground)).toEqual(untouched);
		expect(untouched).toMatchObject(firstView);
		playground.draft.replace(linkBase);
		expect(playgroundLink(playground)).toBe('run=1&view=1');
	});

	test('gives back settings and view, whatever they are, in characters that stay as they are', () => {
		fc.assert(
			fc.property(someConfig, someView, (config, view) => {
				const link = writtenLink(config, view);
				expect(link).toMatch(/^[\w.~%,=&-]+$/);
				expect(link.length).toBeLessThan(6000);
				const files = config.data.kind === 'procedural' ? null : config.data.kind;
				expect(readPlaygroundLink(`#${link}`)).toEqual({ config, view, ignored: [], files });
			}),
			{ numRuns: 300 }
		);
	});

	test('opens another playground as this one stands', () => {
		fc.assert(
			fc.property(someConfig, someView, (config, view) => {
				const [sender, receiver] = [open().playground, open().playground];
				sender.draft.replace(config);
				showAs(sender, view);
				const linked = readPlaygroundLink(playgroundLink(sender));
				if (linked?.view) showAs(receiver, linked.view);
				receiver.draft.merge(linked?.config ?? {});
				expect(viewOf(receiver)).toEqual(view);
				expect(receiver.draft.config).toEqual(config);
				expect(playgroundLink(receiver)).toBe(playgroundLink(sender));
			}),
			{ numRuns: 50 }
		);
	});

	test('an engine is asked for after the start, gentleness told with it', async () => {
		const { playground, worker } = open();
		await new SharedLink(playground).open('#run=1&view=1&view.engine=wasm&view.gentle=true&view.stop=2');
		playground.start();
		expect(worker.types).toEqual(['start', 'gentle', 'choose-engine']);
		expect(playground.choosing).toBe('wasm');
		expect(playground.going.stop.value).toBe(2);
	});

	test('an older link has no view, and changes none', async () => {
		const { playground } = open();
		playground.view.axis = 'time';
		const link = new SharedLink(playground);
		await link.open('#run=1&batch=8');
		expect(playground.view.axis).toBe('time');
		expect(playground.draft.config.batch).toBe(8);
		expect(link.ignored).toEqual([]);
	});

	test('what is wrong is named, and the rest taken', () => {
		const read = readPlaygroundLink(
			'#run=1&batch=8&colour=red&view=1&view.axis=clock&view.loss=log&view.mood=1'
		);
		expect(read?.ignored).toEqual(['colour', 'view.axis', 'view.mood']);
		expect(read?.view).toEqual({ ...untouched, loss: 'log' });
		expect(read?.config.batch).toBe(8);
	});

	test('a view of another version is not taken', () => {
		const read = readPlaygroundLink('#run=1&view=2&view.axis=time');
		expect(read).toMatchObject({ view: null, ignored: ['view'] });
	});

	test('images that stayed with the sender are named', () => {
		expect(readPlaygroundLink('#run=1&data.kind=folders&data.side=48')?.files).toBe('folders');
		expect(readPlaygroundLink('#run=1&data.kind=cifar100')?.files).toBe('cifar100');
		expect(readPlaygroundLink('#run=1')?.files).toBeNull();
	});

	test('any text at all is read', () => {
		const part = fc.oneof(
			fc.string(),
			fc.constantFrom('run=1', 'view=1', ...Object.keys(viewFields).map((name) => `view.${name}=`))
		);
		fc.assert(
			fc.property(fc.array(part), (parts) => {
				const read = readPlaygroundLink(parts.join('&'));
				if (read?.view) expect(readPlaygroundLink(writtenLink(read.config, read.view))?.ignored).toEqual([]);
			}),
			{ numRuns: 300 }
		);
	});
});
