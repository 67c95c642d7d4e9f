import { describe, expect, test } from 'vitest';
import { raceCsv, raceDocument, type MeasuredRace } from '$lib/state/raceDocument';
import {
	compare,
	noRates,
	noResults,
	raceTimeLeft,
	stepGigaflops,
	whoseTurn,
	withEvent,
	yardstickOf,
	type RaceResult
} from '$lib/state/raceResult';
import { defaultsFor } from '$lib/state/raceChoice';
import type { BenchEvent } from '$lib/worker/benchProtocol';
import { card, device, fields, ready, turn, twoThreads } from '../../suites/raceEvents';

const after = (...events: BenchEvent[]) =>
	events.reduce<readonly RaceResult[]>(
		(results, event) => withEvent(results, event),
		noResults(['webgpu', 'tfjs'])
	);

const bothReady = [ready('webgpu', 4, 100), ready('tfjs', 1, 1000)];

describe('what the contestants have told', () => {
	test('is kept by contestant, and what tells of nobody changes nothing', () => {
		const results = after(
			{ type: 'preparing', contestant: 'webgpu' },
			{ type: 'warming', contestant: 'webgpu' }
		);
		expect(results.map(({ phase }) => phase)).toEqual(['warming', 'waiting']);
		expect(withEvent(results, { type: 'matmul', of: 'webgpu', gigaflops: 1 })).toBe(results);
		const raced = withEvent(withEvent(results, ready('webgpu', 4, 100)), turn('webgpu', [10, 12]));
		expect(raced[0]).toMatchObject({ phase: 'ready', rates: [10, 12], pace: { steps: 4, stepMs: 100 } });
		expect(raced[1]).toBe(results[1]);
	});

	test('says whose turn it is: nobody’s before all are ready and after the last', () => {
		expect(whoseTurn(after(ready('webgpu', 4, 100)), 2)).toBeNull();
		expect(whoseTurn(after(...bothReady), 2)?.contestant).toBe('webgpu');
		expect(whoseTurn(after(...bothReady, turn('webgpu', [9])), 2)?.contestant).toBe('tfjs');
		expect(whoseTurn(after(...bothReady, turn('webgpu', [9]), turn('tfjs', [1])), 1)).toBeNull();
	});

	test('gives the time left at the pace of the turns, before them at that of the warm-up', () => {
		expect(raceTimeLeft(after(ready('webgpu', 4, 100)), 2)).toBeNull();
		expect(raceTimeLeft(after(...bothReady), 2)).toBe(2 * 400 + 2 * 1000);
		// A batch of two at 40 images/s: 50 ms a step.
		expect(raceTimeLeft(after(...bothReady, turn('webgpu', [40])), 2)).toBe(200 + 2 * 1000);
	});
});

describe('the comparison', () => {
	test('waits for a turn of two', () => {
		expect(compare(after(...bothReady, turn('webgpu', [9])))).toBeNull();
	});

	test.each([
		[
			[10, 12, 11],
			[5, 5.5],
			{ fastest: 'webgpu', rival: 'tfjs', factor: 11 / 5.25, overlap: false, turns: 2 }
		],
		[[4], [8], { fastest: 'tfjs', rival: 'webgpu', factor: 2, overlap: false, turns: 1 }],
		[[6, 10, 11], [7], { fastest: 'webgpu', rival: 'tfjs', factor: 10 / 7, overlap: true, turns: 1 }]
	])('of %j and %j', (ours, theirs, { fastest, rival, ...rest }) => {
		const compared = compare(after(...bothReady, turn('webgpu', ours), turn('tfjs', theirs)));
		const { factor, ...expected } = rest;
		expect(compared).toMatchObject(expected);
		expect(compared?.fastest.contestant).toBe(fastest);
		expect(compared?.rivals.map(({ result }) => result.contestant)).toEqual([rival]);
		expect(compared?.rivals[0]?.factor).toBe(factor);
	});

	test('holds the fastest against everybody else, the nearest first', () => {
		const events = [turn('tfjs-cpu', [1]), turn('wasm', [8, 8]), turn('tfjs-webgl', [4])];
		const results = events.reduce<readonly RaceResult[]>(
			(before, event) => withEvent(before, event),
			noResults(['wasm', 'tfjs-webgl', 'tfjs-cpu'])
		);
		const compared = compare(results);
		expect(compared?.fastest.contestant).toBe('wasm');
		const rivals = compared?.rivals.map(({ result, factor }) => [result.contestant, factor]);
		expect(rivals).toEqual([
			['tfjs-webgl', 2],
			['tfjs-cpu', 8]
		]);
		expect(compared).toMatchObject({ overlap: false, turns: 1 });
	});
});

describe('who races unless the reader chooses', () => {
	test.each([
		['card', ['webgpu', 'tfjs'], 'v2-nano'],
		['software', ['wasm', 'tfjs-cpu'], 'v2-pico'],
		['webglOnly', ['wasm', 'tfjs-webgl'], 'v2-pico'],
		['processorOnly', ['wasm', 'tfjs-cpu'], 'v2-pico']
	] as const)('where there is %s', (where, contestants, model) => {
		const defaults = defaultsFor(fields[where].entrants);
		expect(defaults.contestants).toEqual(contestants);
		expect(defaults.settings.model).toBe(model);
	});

	test('without SIMD a program that plays graphics card has to do, and without that plain JavaScript', () => {
		const without = (where: keyof typeof fields) =>
			fields[where].entrants.map(({ contestant, found }) =>
				contestant === 'wasm'
					? { contestant, found: { here: false, reason: 'missing' } as const }
					: { contestant, found }
			);
		expect(defaultsFor(without('software')).contestants).toEqual(['webgpu', 'tfjs']);
		expect(defaultsFor(without('processorOnly')).contestants).toEqual(['tfjs-cpu']);
	});
});

test('the yardstick is that of the device, for each thread', () => {
	const rates = { webgpu: 100, wasm: 20 };
	const yardstick = (contestant: Parameters<typeof turn>[0], on = card) => {
		const [result] = noResults([contestant]);
		return yardstickOf({ ...result!, device: on }, rates);
	};
	expect(yardstick('tfjs')).toBe(100);
	expect(yardstick('wasm', twoThreads)).toBe(40);
	expect(yardstick('tfjs-cpu')).toBe(20);
	expect(yardstick('tfjs-webgl')).toBeNull();
	const [unknown] = noResults(['wasm']);
	expect(yardstickOf(unknown!, noRates)).toBeNull();
});

test('a step counts as three forward passes of two operations a multiply-add', () => {
	// docs/performance.md: v2-nano at 32 px, 6.89 images/s, 0.88 GFLOP/s.
	expect(stepGigaflops(6.89, 21.3e6)).toBeCloseTo(0.88, 2);
});

describe('the race as a file', () => {
	const quoted = { ...card, adapter: 'Test "GPU", large' };
	const race: MeasuredRace = {
		state: 'stopped',
		conditions: {
			settings: { model: 'v2-pico', imageSize: 16, batch: 2, repeats: 3 },
			browser: 'Test',
			startedAt: Date.UTC(2026, 10, 25)
		},
		matmul: { webgpu: 100, wasm: null },
		interruptions: 1,
		results: after(...bothReady, device('webgpu', quoted), turn('webgpu', [40, 50, 60]), turn('tfjs', [5]))
	};

	test('has every figure and its conditions, and says that it was stopped', () => {
		const file = raceDocument(race);
		expect(JSON.parse(JSON.stringify(file))).toEqual(file);
		expect(file).toMatchObject({
			startedAt: '2026-11-25T00:00:00.000Z',
			complete: false,
			model: 'v2-pico',
			size: 16,
			adapter: 'Test "GPU", large',
			gemm: { wasm: null, webgpu: 100 },
			rows: [
				{
					engine: 'webgpu',
					batch: 2,
					device: 'Test "GPU", large',
					imagesPerSecond: { median: 50, min: 40, max: 60 },
					turns: [40, 50, 60]
				},
				{ engine: 'tfjs', stepsPerTurn: 1, warmUpSteps: 3 }
			]
		});
		const [ours] = file.rows;
		expect(ours?.shareOfGemm).toBeCloseTo((ours?.gigaflops ?? NaN) / 100, 12);
	});

	test('as CSV has a header and a line for each contestant, with as many cells', () => {
		const lines = raceCsv(race).trimEnd().split('\n');
		expect(lines).toHaveLength(3);
		const plain = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, 'quoted').split(','));
		expect(plain.map(({ length }) => length)).toEqual(Array(3).fill(plain[0]?.length));
		expect(lines[1]).toContain('"Test ""GPU"", large"');
		expect(plain[1]?.[plain[0]?.indexOf('median') ?? -1]).toBe('50');
		expect(plain[1]?.[plain[0]?.indexOf('turns') ?? -1]).toBe('40 50 60');
	});

	test('of processors has their names and threads', () => {
		const results = [device('wasm', twoThreads), turn('wasm', [80], 2)].reduce<readonly RaceResult[]>(
			(before, event) => withEvent(before, event),
			noResults(['wasm', 'tfjs-cpu'])
		);
		const file = raceDocument({ ...race, results, matmul: { webgpu: null, wasm: 10 } });
		expect(file).toMatchObject({
			adapter: 'CPU, WebAssembly, 2 threads',
			software: false,
			gemm: { wasm: 10, webgpu: null },
			rows: [{ engine: 'wasm', threads: 2 }]
		});
		expect(file.rows[0]?.shareOfGemm).toBeCloseTo((file.rows[0]?.gigaflops ?? NaN) / 20, 12);
	});

	test('leaves out who has not taken a turn', () => {
		const early = { ...race, results: after(...bothReady, turn('webgpu', [40])) };
		expect(raceDocument(early).rows.map(({ engine }) => engine)).toEqual(['webgpu']);
		expect(raceCsv({ ...race, results: noResults(['webgpu', 'tfjs']) })).toBe('');
	});
});
