import { expect, test } from 'vitest';
import { decades, rooflinePoints } from '$lib/figures/blocks/roofline';
import { blocksCsv, blocksDocument, type MeasuredBlocks } from '$lib/state/blocks/document';
import {
	noResults,
	stagePairs,
	timingOf,
	wideSpread,
	withEvent,
	type BlockResult
} from '$lib/state/blocks/results';
import type { BlocksEvent } from '$lib/worker/blocksProtocol';
import { deviceOf, opened, ratioRow, repeat, row } from '../../suites/blockEvents';

const after = (...events: BlocksEvent[]) =>
	events.reduce<readonly BlockResult[]>(
		(results, event) => withEvent(results, event),
		noResults(['webgpu', 'wasm'])
	);

const settings = {
	...{ model: 'v2-pico', imageSize: 32, batch: 8, repeats: 3 },
	own: { in: 8, out: 8, expandRatio: 4, stride: 1, kernel: 3, seRatio: 0.25 } as const
};

const measured = (...events: BlocksEvent[]): MeasuredBlocks => ({
	state: 'finished',
	conditions: { settings, browser: 'Test "browser", 1', startedAt: 0 },
	interruptions: 0,
	results: after(...events)
});

test('what is told is kept by device', () => {
	const results = after(...opened('wasm'), { type: 'preparing', engine: 'wasm', op: 'mbconv' });
	expect(results[0]).toEqual(noResults(['webgpu'])[0]);
	expect(results[1]).toMatchObject({ device: deviceOf.wasm, preparing: 'mbconv', done: 0 });
	const later = withEvent(results, repeat('wasm', 2));
	expect(later[1]).toMatchObject({ preparing: null, done: 2, roof: { gigaflops: 20, gigabytes: 5 } });
	expect(withEvent(later, { type: 'end' })).toBe(later);
	const lost = withEvent(later, { type: 'missed', engine: 'wasm', kind: 'device-lost', message: 'Gone.' });
	expect(lost[1]?.rows).toHaveLength(4);
	expect(lost[1]?.missed).toEqual({ kind: 'device-lost', message: 'Gone.' });
});

test('pairs have MBConv’s time over Fused-MBConv’s, of a block or a whole stage', () => {
	const result = after(repeat('wasm', 1, 4))[1]!;
	const pairs = stagePairs(result, 'stage', 'stepMs');
	expect(pairs.map(({ stage, ratio, unclear }) => [stage, ratio, unclear])).toEqual([
		[1, 4, false],
		[2, 0.25, false]
	]);
	expect(stagePairs(result, 'block', 'stepMs')[0]?.mbconv.ms).toBe(20);
	expect(timingOf(result.rows[0]!, 'stage', 'backwardMs').ms).toBeCloseTo(24, 9);
});

test('pairs whose ratio may be 1 are unclear, and a wide time is told', () => {
	const close = [row('wasm', 1, 'mbconv', 10, 0.04), row('wasm', 1, 'fused_mbconv', 10.5, 0.04)];
	const ratios = [ratioRow('wasm', 1, 0.97, 0.04)];
	const [pair] = stagePairs({ rows: close, ratios }, 'stage', 'stepMs');
	expect(pair).toMatchObject({ unclear: true, ratio: 0.97 });
	// Times that overlap leave no doubt where every turn had the same ratio.
	const steady = { rows: close, ratios: [ratioRow('wasm', 1, 0.95, 0.01)] };
	expect(stagePairs(steady, 'stage', 'stepMs')[0]).toMatchObject({ unclear: false, ratio: 0.95 });
	expect(wideSpread([pair!])).toBeNull();
	const wide = [row('wasm', 1, 'mbconv', 10, 0.3), row('wasm', 1, 'fused_mbconv', 40)];
	expect(wideSpread(stagePairs({ rows: wide, ratios }, 'stage', 'stepMs'))).toBeCloseTo(0.6, 9);
});

test('the roofline has operations a byte and a second of the way forward', () => {
	const [point] = rooflinePoints([row('wasm', 3, 'mbconv', 10)]);
	// 10 M multiply-adds on 2 MB in 3 ms.
	expect(point).toMatchObject({ stage: 3, op: 'mbconv', intensity: 10 });
	expect(point?.gigaflops).toBeCloseTo(20e6 / 3e-3 / 1e9, 9);
	expect(rooflinePoints([row('wasm', 1, 'mbconv', 0)])).toEqual([]);
	expect(decades([3, 400])).toEqual([1, 1000]);
	expect(decades([10])).toEqual([10, 100]);
});

test('the document has the conditions, the devices that told something, and every row', () => {
	const document = blocksDocument(measured(...opened('wasm'), repeat('wasm', 3)));
	expect(document).toMatchObject({ startedAt: '1970-01-01T00:00:00.000Z', complete: true, size: 32 });
	expect(document).not.toHaveProperty('own');
	expect(document.devices).toMatchObject([{ engine: 'wasm', threads: 2, turns: 3, roof: { gigaflops: 20 } }]);
	expect(document.rows).toHaveLength(4);
	const missed: BlocksEvent = { type: 'missed', engine: 'webgpu', kind: 'unavailable', message: 'No.' };
	expect(blocksDocument(measured(repeat('wasm', 3), missed)).complete).toBe(false);
});

test('the CSV has a line for each row, with as many cells as its header names', () => {
	const csv = blocksCsv(measured(...opened('wasm'), repeat('wasm', 3)));
	const [header, ...lines] = csv.trim().split('\n');
	expect(lines).toHaveLength(4);
	const names = header!.split(',');
	// Names of browsers and devices hold commas, and quotes that are doubled.
	expect(lines[0]).toContain('"Test ""browser"", 1"');
	const cells = lines[0]!.replaceAll(/"(?:[^"]|"")*"/g, 'quoted').split(',');
	expect(cells).toHaveLength(names.length);
	const cell = (name: string) => cells[names.indexOf(name)];
	expect([cell('stage'), cell('op'), cell('stepMs'), cell('stageStepMs')]).toEqual([
		'1',
		'mbconv',
		'10',
		'20'
	]);
	expect(Number(cell('stepMsLow'))).toBeCloseTo(9.8, 9);
	expect(Number(cell('stageForwardMsHigh'))).toBeCloseTo(6.12, 9);
	expect(blocksCsv(measured())).toBe('');
});
