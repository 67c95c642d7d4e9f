import { beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '$lib/data/dataset';
import { proceduralDataset } from '$lib/data/procedural/source';
import type { Engine } from '$lib/engine/engine';
import { openEngine } from '$lib/engine/open';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { genesText } from '$lib/labs/search/genes';
import { heldOut, holdOut } from '$lib/labs/search/holdOut';
import type { Result } from '$lib/labs/search/result';
import { budgetSpent } from '$lib/labs/search/budget';
import { search, type SearchEvent } from '$lib/labs/search/search';
import { candidateConfig } from '$lib/labs/search/training';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { TrainError } from '$lib/recipe/run';
import { candidateVariant } from '$lib/labs/search/space';
import { pico, resultsOf, settings } from './searchResults';

const tiny = settings({ seed: 4, candidates: 3, steps: 10, batch: 8, size: 8, population: 2, w: 0 });
let whole: Dataset;
let dataset: Dataset;
let engine: Engine;
let open = 0;

beforeAll(async () => {
	whole = await proceduralDataset({ seed: 1, train: 100, test: 1 });
	dataset = holdOut(whole, tiny.seed);
	const wasm = await openEngine('wasm', { kernels: nodeKernels, threads: 1 });
	engine = {
		...wasm,
		device: wasm.device,
		async createExecutor(options) {
			const executor = await wasm.createExecutor(options);
			open++;
			return new Proxy(executor, {
				get(target, name) {
					if (name === 'dispose') open--;
					const value: unknown = Reflect.get(target, name, target);
					return typeof value === 'function' ? (value.bind(target) as unknown) : value;
				}
			});
		}
	};
	return () => wasm.close();
});

const bench = (changes = {}) => ({
	...{ engine, dataset, backbone: pico, settings: { ...tiny, ...changes } },
	clock: () => performance.now()
});

async function all(events: AsyncGenerator<SearchEvent, void, void>): Promise<SearchEvent[]> {
	const heard: SearchEvent[] = [];
	for await (const event of events) heard.push(event);
	return heard;
}

const resultsIn = (events: readonly SearchEvent[]) =>
	events.flatMap((event) => (event.type === 'result' ? [event.result] : []));
/** What does not depend on the clock. */
const bits = ({ number, genes, accuracy, parameters, parent }: Result) =>
	[number, genesText(genes), accuracy, parameters, parent] as const;

describe('a search on the processor', () => {
	test('trains three candidates, measures them and ends; the same seed gives the same bits', async () => {
		const events = await all(search(bench()));
		expect(events.at(-1)).toEqual({ type: 'end', reason: 'candidates' });
		const results = resultsIn(events);
		expect(results.map(({ number }) => number)).toEqual([0, 1, 2]);
		for (const { genes, accuracy, step, parameters, macs, totalMs } of results) {
			// Twenty images are held out.
			expect(Number.isInteger(Math.round(accuracy! * 20 * 1e9) / 1e9)).toBe(true);
			const counts = countGraph(buildGraph(candidateVariant(pico, genes, 'x')), 8);
			expect([parameters, macs]).toEqual([counts.parameters, counts.macs]);
			expect(step).toMatchObject({ count: 9 });
			expect(step!.lower).toBeGreaterThan(0);
			expect(step!.median).toBeLessThanOrEqual(step!.upper);
			expect(totalMs).toBeGreaterThan(step!.median * 9);
		}
		expect(events.filter(({ type }) => type === 'step')).toHaveLength(30);
		expect(open).toBe(0);
		expect(resultsIn(await all(search(bench()))).map(bits)).toEqual(results.map(bits));
	});

	test('that was stopped goes on with the candidate it would have had, and frees what it held', async () => {
		const uninterrupted = resultsIn(await all(search(bench())));
		const results: Result[] = [];
		for await (const event of search(bench())) {
			if (event.type === 'result') results.push(event.result);
			if (event.type === 'step' && event.number === 1 && event.step === 4) break;
		}
		expect(results).toHaveLength(1);
		expect(open).toBe(0);
		const rest = resultsIn(await all(search({ ...bench(), results })));
		expect([...results, ...rest].map(bits)).toEqual(uninterrupted.map(bits));
	});

	test('frees a candidate whose engine fails, and tells what it threw', async () => {
		const failing: Engine = {
			...engine,
			async createExecutor(options) {
				const executor = await engine.createExecutor(options);
				return Object.assign(Object.create(executor) as typeof executor, {
					compileTraining: () => Promise.reject(new Error('no room')),
					dispose: () => executor.dispose()
				});
			}
		};
		await expect(all(search({ ...bench(), engine: failing }))).rejects.toThrow('no room');
		expect(open).toBe(0);
	});
});

test('the minutes of all results count, also of those from before', () => {
	const results = resultsOf(3, tiny);
	expect(budgetSpent(results, { candidates: 4, minutes: 1 })).toBeNull();
	expect(budgetSpent(results, { candidates: 4, minutes: 0.05 })).toBe('minutes');
	expect(budgetSpent(results, { candidates: 3, minutes: 0.05 })).toBe('candidates');
});

describe('the held-out images', () => {
	test('are a fifth of the training images, once each, and none of the test split', () => {
		expect([dataset.train.count, dataset.test.count]).toEqual([80, 20]);
		const bytes = 32 * 32 * 3;
		const key = (set: Dataset['train'], i: number) =>
			`${set.labels[i]} ${set.images.subarray(i * bytes, (i + 1) * bytes).join()}`;
		const keys = (set: Dataset['train']) => Array.from({ length: set.count }, (_, i) => key(set, i));
		expect([...keys(dataset.train), ...keys(dataset.test)].sort()).toEqual(keys(whole.train).sort());
		expect(heldOut(2000)).toBe(400);
	});

	test('another seed holds out others; too few images are refused', () => {
		expect(holdOut(whole, 5).test.labels).not.toEqual(holdOut(whole, 4).test.labels);
		const one = { ...whole, train: { ...whole.train, count: 1 } };
		expect(() => holdOut(one, 0)).toThrow(RangeError);
	});

	test('what is left must fill a batch', () => {
		expect(() => candidateConfig({ ...tiny, batch: 81 }, dataset)).toThrow(TrainError);
		expect(candidateConfig(tiny, dataset).stages[0]?.epochs).toBe(1);
	});
});
