import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { defaultSearch } from '$lib/labs/search/settings';
import { SearchClient } from '$lib/worker/searchClient';
import { searchEventSchema, type SearchCommand, type SearchEvent } from '$lib/worker/searchProtocol';
import { SearchSession } from '$lib/worker/searchSession';
import { FakeWorker } from './fakeWorker';
import { wasmEngine } from './stage';

type Search = Extract<SearchCommand, { type: 'search' }>;

const tiny = (changes: Partial<Search> = {}): Search => ({
	type: 'search',
	settings: { ...defaultSearch, algorithm: 'random', candidates: 3, steps: 10, batch: 8, size: 8 },
	images: { seed: 2, train: 60 },
	engine: 'auto',
	left: null,
	...changes
});

function open() {
	const heard: SearchEvent[] = [];
	let onPost: (event: SearchEvent) => void = () => undefined;
	const post = (event: SearchEvent) => {
		heard.push(v.parse(searchEventSchema, event));
		onPost(event);
	};
	const session = new SearchSession({ post, findEngine: () => wasmEngine() });
	return { heard, session, listen: (listener: typeof onPost) => (onPost = listener) };
}

function only<Type extends SearchEvent['type']>(heard: readonly SearchEvent[], type: Type) {
	return heard.filter((event): event is Extract<SearchEvent, { type: Type }> => event.type === type);
}

const found = (heard: readonly SearchEvent[]) =>
	only(heard, 'result').map(({ result }) => [result.number, result.genes, result.accuracy]);

describe('SearchSession on the processor engine', () => {
	test('says the device and the images, then each candidate and what it came to', async () => {
		const { heard, session } = open();
		await session.handle(tiny());
		expect(only(heard, 'began')).toMatchObject([
			{ data: { kind: 'procedural', seed: 2, images: 60, heldOut: 12, classes: 10 } }
		]);
		expect(only(heard, 'candidate').map(({ number }) => number)).toEqual([0, 1, 2]);
		expect(only(heard, 'result').map(({ result }) => result.number)).toEqual([0, 1, 2]);
		expect(heard.at(-1)).toEqual({ type: 'end', reason: 'candidates' });
	});

	test('pauses after a step, goes on, and finds the same', async () => {
		const [straight, paused] = [open(), open()];
		await straight.session.handle(tiny());
		paused.listen((event) => {
			if (event.type === 'candidate' && event.number === 1) void paused.session.handle({ type: 'pause' });
			if (event.type === 'paused') setTimeout(() => void paused.session.handle({ type: 'resume' }), 20);
		});
		await paused.session.handle(tiny());
		expect(only(paused.heard, 'paused')).toHaveLength(1);
		expect(only(paused.heard, 'resumed')).toHaveLength(1);
		expect(found(paused.heard)).toEqual(found(straight.heard));
	});

	test('goes on from results with the candidates it would have had, and refuses other images or devices', async () => {
		const first = open();
		await first.session.handle(tiny());
		const { sha256 } = only(first.heard, 'began')[0]!.data;
		const results = only(first.heard, 'result').map(({ result }) => result);
		const { engine, adapter } = { engine: 'wasm', adapter: (await wasmEngine()).engine!.device.adapter };
		const left = { results: results.slice(0, 1), sha256, engine, adapter };
		const again = open();
		await again.session.handle(tiny({ left }));
		expect(found(again.heard)).toEqual(found(first.heard).slice(1));
		for (const wrong of [
			{ ...left, sha256: '00' },
			{ ...left, adapter: 'another' }
		]) {
			const refused = open();
			await refused.session.handle(tiny({ left: wrong }));
			expect(refused.heard.at(-1)).toMatchObject({ type: 'failure', kind: 'bad-config' });
			expect(only(refused.heard, 'candidate')).toEqual([]);
		}
	});

	test('says what is wrong with images that fill no batch, and one search at a time', async () => {
		const { heard, session } = open();
		await session.handle(
			tiny({ images: { seed: 0, train: 20 }, settings: { ...tiny().settings, batch: 17 } })
		);
		expect(heard.at(-1)).toMatchObject({ type: 'failure', kind: 'bad-config' });
		const running = session.handle(tiny());
		await session.handle(tiny());
		expect(only(heard, 'failure').at(-1)).toMatchObject({ kind: 'bad-command' });
		await running;
		expect(heard.at(-1)).toMatchObject({ type: 'end' });
	});
});

test('absurd exponents do not pass the door', () => {
	const client = new SearchClient(() => new FakeWorker());
	const { settings } = tiny();
	for (const w of [0.1, -7, NaN]) expect(() => client.send(tiny({ settings: { ...settings, w } }))).toThrow();
});
