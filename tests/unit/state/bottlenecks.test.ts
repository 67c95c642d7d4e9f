import * as v from 'valibot';
import { expect, test } from 'vitest';
import { depthwiseExcess, fusedPattern } from '$lib/figures/bottlenecks/depthwiseFigures';
import { earlyShare, wholeStepMore } from '$lib/figures/bottlenecks/scalingFigures';
import { sizeGain, sizePairs } from '$lib/figures/bottlenecks/sizeFigures';
import { bottlenecksSchema } from '$lib/labs/bottlenecks/document';
import { bottleneckDefaults, bottleneckParts } from '$lib/labs/bottlenecks/settings';
import { findVariant } from '$lib/model/variants';
import { measuredDocument, measuredTables } from '$lib/state/bottlenecks/document';
import { checked, startingMemory, typedSizes } from '$lib/state/bottlenecks/form';
import { begun, noResults, progressOf, withEvent, type PartResults } from '$lib/state/bottlenecks/results';
import type { BottlenecksEvent } from '$lib/worker/bottlenecksProtocol';
import { convolutions, opened, scaling, sizeRow, sizes } from '../../suites/bottleneckEvents';

const conditions = {
	settings: { ...bottleneckDefaults, repeats: 2 },
	engine: 'wasm' as const,
	browser: 'Test "browser", 1',
	startedAt: 0
};

const told = <Kind extends BottlenecksEvent['type']>(event: BottlenecksEvent, _: Kind) =>
	event as Extract<BottlenecksEvent, { type: Kind }>;

/** Each part after its events. */
function after(
	events: Partial<Record<(typeof bottleneckParts)[number], readonly BottlenecksEvent[]>>
): PartResults {
	return Object.fromEntries(
		bottleneckParts.map((part) => [
			part,
			(events[part] ?? []).reduce(
				(result, event) => withEvent(result, event),
				events[part] === undefined ? noResults[part] : begun(conditions, false)
			)
		])
	) as PartResults;
}

test('what is told is kept, also when the device goes away', () => {
	const lost: BottlenecksEvent = { type: 'failure', kind: 'device-lost', message: 'Gone.' };
	const { size } = after({ size: [opened, { type: 'preparing', name: '32 px × 4' }, sizes(1, 2), lost] });
	expect(size).toMatchObject({ state: 'failed', preparing: null, problem: { kind: 'device-lost' } });
	expect(size.told?.rows).toHaveLength(4);
	expect(progressOf(size)).toBe(0.5);
	expect(begun(conditions, true).interruptions).toBe(1);
});

test('sizes are read as they are typed', () => {
	expect(typedSizes('128, 32 64；96')).toEqual([32, 64, 96, 128]);
	expect(typedSizes('64, 64')).toEqual([64]);
	const enter = (text: string) => checked({ ...bottleneckDefaults, sizes: typedSizes(text) }).error;
	expect(enter('32')).toBeNull();
	expect(enter('')).toEqual({ kind: 'at-least', limit: 1 });
	expect(enter('32, x')).toEqual({ kind: 'number' });
	expect(enter('4')).toEqual({ kind: 'at-least', limit: 8 });
	expect(enter('8 9 10 11 12 13 14 15 16')).toEqual({ kind: 'at-most', limit: 8 });
});

test('the slider begins with room for the weights and some images, and the default is that', () => {
	const { model, sizes: usual, memory } = bottleneckDefaults;
	expect(startingMemory(findVariant(model)!, usual)).toBe(memory);
	expect(startingMemory(findVariant('v2-pico')!, [16])).toBe(16);
	const heavy = findVariant('efficientnet-b7')!;
	expect(startingMemory(heavy, usual)).toBeGreaterThan((66e6 * 12) / 2 ** 20);
	expect(startingMemory(heavy, [1024])).toBe(1536);
});

test('fewer pixels and a larger batch are told apart', () => {
	const { rows } = told(sizes(1, 1.5), 'size');
	expect(sizeGain(sizePairs(rows))).toEqual({
		small: 32,
		large: 64,
		pixels: 4,
		same: 4,
		all: 6,
		batch: { factor: 1.5, verdict: 'helps' }
	});
	expect(sizeGain(sizePairs(rows.slice(0, 2)))).toBeNull();
	const verdict = (more: number, share?: number) =>
		sizeGain(sizePairs(told(sizes(1, more, share), 'size').rows))?.batch?.verdict;
	expect([verdict(1), verdict(1.2), verdict(1.2, 0.1), verdict(1, 0.1)]).toEqual([
		...['does-not', 'helps', 'unclear', 'unclear']
	]);
	const large = [sizeRow(64, 'fixed', 4, null), sizeRow(64, 'largest', 2, 50)];
	const gain = sizeGain(sizePairs([...rows.slice(0, 2), ...large]));
	expect(gain).toMatchObject({ same: null, all: 12, batch: null });
});

test('depthwise over dense, and where fusing pays', () => {
	const { rows, stages } = told(convolutions(1), 'depthwise');
	const excess = depthwiseExcess(rows, 'backward');
	expect(excess.map(({ stage }) => stage)).toEqual([1, 2]);
	expect(excess.map(({ ratio }) => ratio)).toEqual([5, 2]);
	const rounded = rows.map((row) =>
		row.stage === 2 && row.part === 'depthwise' ? { ...row, nsPerMac: 0 } : row
	);
	expect(depthwiseExcess(rounded, 'backward').map(({ stage }) => stage)).toEqual([1]);
	expect(fusedPattern(stages)).toEqual({ fused: [1], mbconv: [2], pattern: 'agrees' });
	const [early, late] = stages as [(typeof stages)[0], (typeof stages)[0]];
	const at = (stage: number, row: typeof early) => ({ ...row, stage });
	expect(fusedPattern([at(1, late), at(2, early)]).pattern).toBe('other');
	expect(fusedPattern([late]).pattern).toBe('never');
	expect(fusedPattern([early]).pattern).toBe('always');
	const [close] = told(convolutions(1, 1.01), 'depthwise').stages;
	expect(fusedPattern([close!])).toEqual({ fused: [], mbconv: [], pattern: 'unclear' });
});

test('what one more layer costs early, and the check against the whole step', () => {
	const { added, steps } = told(scaling(1), 'scaling');
	const own = added.filter(({ model }) => model === 'efficientnet-b0');
	expect(earlyShare(own)).toEqual({ ms: 40, params: 100_000, time: 0.75, share: 0.1 });
	expect(wholeStepMore(steps, 'efficientnet-b0')).toBe(41);
	expect(wholeStepMore(steps, 'v2-pico')).toBeNull();
});

test('the document has what was measured, by its schema, and nothing of what was not', () => {
	expect(measuredDocument(noResults)).toBeNull();
	const results = after({
		size: [opened, sizes(2, 1), { type: 'end' }],
		scaling: [opened, scaling(1)]
	});
	const document = measuredDocument(results)!;
	expect(v.is(bottlenecksSchema, document)).toBe(true);
	expect(Object.keys(document)).toEqual(['format', 'version', 'browser', 'size', 'scaling']);
	expect(document.size).toMatchObject({ complete: true, turns: 2, memory: 192, model: 'efficientnet-b0' });
	expect(document.scaling).toMatchObject({ complete: false, turns: 1, against: 'efficientnetv2-b0' });
	expect(document.scaling?.device).toMatchObject({ engine: 'wasm', threads: 2 });
	expect(measuredDocument(results, ['depthwise'])).toBeNull();
	expect(Object.keys(measuredDocument(results, ['size'])!)).not.toContain('scaling');
});

test('a CSV has a line for each row, empty cells for what does not fit, quotes around commas', () => {
	const noFit: BottlenecksEvent = {
		type: 'size',
		done: 1,
		rows: [sizeRow(64, 'fixed', 4, null), sizeRow(64, 'largest', 2, 50)]
	};
	const csv = measuredTables(after({ size: [opened, noFit] }), 'size')['image-size']!;
	const [header, first, second, ...none] = csv.trim().split('\n');
	expect(none).toEqual([]);
	expect(first).toContain('"CPU, WebAssembly, 2 threads"');
	const names = header!.split(',');
	const cells = (line: string) => line.replaceAll(/"[^"]*"/g, 'quoted').split(',');
	const cell = (line: string, name: string) => cells(line)[names.indexOf(name)];
	expect(cells(first!)).toHaveLength(names.length);
	expect(['imagesPerSecond', 'low', 'high', 'stepMs'].map((name) => cell(first!, name))).toEqual([
		'',
		'',
		'',
		''
	]);
	expect(['size', 'batch', 'imagesPerSecond', 'low'].map((name) => cell(second!, name))).toEqual([
		'64',
		'2',
		'50',
		'49'
	]);
	expect(measuredTables(noResults, 'size')).toEqual({});
});
