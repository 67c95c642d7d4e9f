import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DispatchTiming } from '$lib/engine/executor';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm, type WasmEngine } from '$lib/engine/wasm/open';
import { figuresOf } from '$lib/labs/blocks/figures';
import { measureBlocks } from '$lib/labs/blocks/measure';
import { blockRows } from '$lib/labs/blocks/rows';
import { Sorter } from '$lib/labs/blocks/sample';
import { quartiles } from '$lib/labs/quartiles';
import { blockPair } from '$lib/model/blockPair';
import { buildGraph } from '$lib/model/build';
import { findVariant } from '$lib/model/variants';
import { tiny } from '../../suites/tiny';

const pico = findVariant('v2-pico')!;
const graph = buildGraph(tiny);

const call = (layer: string, pass: DispatchTiming['pass'], ms: number): DispatchTiming => ({
	layer,
	pass,
	kernel: 'conv',
	macs: 0,
	bytes: 0,
	ns: ms * 1e6
});

let engine: WasmEngine;
beforeAll(async () => {
	engine = await openWasm(nodeKernels, 1);
});
afterAll(() => {
	engine.close();
});

test('quartiles are interpolated', () => {
	expect(quartiles([4, 1, 3, 2])).toEqual({ low: 1.75, median: 2.5, high: 3.25 });
	expect(quartiles([5])).toEqual({ low: 5, median: 5, high: 5 });
	expect(quartiles([]).median).toBeNaN();
});

test('each dispatch of a step is counted once, where it belongs', () => {
	const sample = new Sorter(graph).sample(
		[
			call('conv_stem', 'forward', 1),
			call('blocks.0.0.conv_exp', 'forward', 2),
			call('blocks.0.0.bn1', 'forward', 4),
			call('blocks.1.0.conv_dw', 'backward', 8),
			call('blocks.1.1.se', 'forward', 16),
			call('blocks.1.1.conv_pwl', 'backward', 32),
			call('conv_head', 'backward', 64),
			call('loss', 'loss', 128),
			call('optimizer', 'update', 256),
			call('drop path', 'forward', 512)
		],
		1000
	);
	expect(sample).toMatchObject({ stemMs: 1, headMs: 192, sumMs: 1023, stepMs: 1000 });
	expect(sample.blocks.map(({ stage }) => stage)).toEqual([1, 1, 2, 2]);
	const [first, , third, last] = sample.blocks;
	expect(first).toMatchObject({ forward: { dense: 2, norm: 4, pointwise: 0 }, backward: { dense: 0 } });
	expect(third).toMatchObject({ backward: { depthwise: 8 } });
	expect(last).toMatchObject({ forward: { squeeze: 16 }, backward: { pointwise: 32 } });
	const shares = sample.blocks.reduce((sum, { updateMs }) => sum + updateMs, sample.updateMs);
	expect(shares).toBeCloseTo(768, 6);
	const figures = figuresOf('mbconv', [sample]);
	const all = figures.stages.reduce((sum, stage) => sum + stage.all.stepMs.median, 0);
	const { stemMs, headMs, updateMs, sumMs } = figures;
	expect(all + stemMs.median + headMs.median + updateMs.median).toBeCloseTo(sumMs.median, 6);
	expect(figures.stages[0]?.first.forwardMs.median).toBe(6);
	expect(figures.stages[1]?.parts).toEqual([
		{ part: 'pointwise', forwardMs: 0, backwardMs: 32 },
		{ part: 'depthwise', forwardMs: 0, backwardMs: 8 },
		{ part: 'squeeze', forwardMs: 16, backwardMs: 0 }
	]);
});

test('both networks are measured in turns on the processor, and nothing is left behind', async () => {
	const before = engine.heldBytes;
	const told: string[] = [];
	const task = { variant: pico, imageSize: 16, batch: 2, repeats: 2 };
	for await (const event of measureBlocks(engine, task)) {
		told.push(event.type === 'preparing' ? event.op : String(event.done));
		if (event.type !== 'repeat') continue;
		for (const { stages, samples } of event.figures) {
			expect(stages.map(({ layers }) => layers)).toEqual(pico.stages.map(({ layers }) => layers));
			expect(samples).toBeGreaterThanOrEqual(event.done);
			for (const { first, all } of stages) {
				expect(first.forwardMs.median).toBeGreaterThan(0);
				expect(first.backwardMs.median).toBeGreaterThan(0);
				expect(all.stepMs.median).toBeGreaterThan(all.backwardMs.median);
			}
		}
	}
	expect(told).toEqual(['mbconv', 'fused_mbconv', '1', '2']);
	expect(engine.heldBytes).toBe(before);
});

test('who stops pulling has what was told, and the memory is free', async () => {
	const before = engine.heldBytes;
	const measuring = measureBlocks(engine, { variant: pico, imageSize: 16, batch: 2, repeats: 50 });
	for await (const event of measuring) if (event.type === 'repeat') break;
	expect(engine.heldBytes).toBe(before);
});

test('what does not fit is refused by name and leaves nothing behind', async () => {
	const cramped = await openWasm(nodeKernels, 1, 200);
	const before = cramped.heldBytes;
	const measuring = measureBlocks(cramped, { variant: pico, imageSize: 64, batch: 64, repeats: 1 });
	const told: unknown[] = [];
	const measure = async () => {
		for await (const event of measuring) told.push(event);
	};
	await expect(measure()).rejects.toMatchObject({
		kind: 'out-of-memory',
		message: expect.stringMatching(/A step of 64 at 64 px .* largest batch that fits is \d+/) as string
	});
	expect(told).toEqual([{ type: 'preparing', op: 'mbconv' }]);
	expect(cramped.heldBytes).toBe(before);
	cramped.close();
});

test('all parts add up to the step within a tenth', async () => {
	// Other work on the machine meets a sum and its step at different moments: steps of a millisecond or two, of which the
	// quicker quarter met none of it, and each network until it has agreed once. On a quiet machine that is at once.
	const ratios = new Map<string, number[]>();
	const agreed = (op: string) => (ratios.get(op) ?? []).some((ratio) => Math.abs(ratio - 1) < 0.1);
	for (let attempt = 0; attempt < 12; attempt++) {
		const task = { variant: pico, imageSize: 16, batch: 4, repeats: 8 };
		for await (const event of measureBlocks(engine, task)) {
			if (event.type !== 'repeat' || event.done < task.repeats) continue;
			for (const { op, sumMs, stepMs } of event.figures) {
				ratios.set(op, [...(ratios.get(op) ?? []), sumMs.low / stepMs.low]);
			}
		}
		if (agreed('mbconv') && agreed('fused_mbconv')) return;
	}
	expect.fail(`sum over step: ${JSON.stringify([...ratios])}`);
});

test('a row has the block table, the costs and the times of a stage’s first block', () => {
	const sorter = new Sorter(buildGraph(blockPair(pico).mbconv));
	const sample = sorter.sample([call('blocks.1.0.conv_pw', 'forward', 3), call('optimizer', 'update', 1)], 5);
	const figures = [figuresOf('mbconv', [sample])];
	const rows = blockRows(pico, { imageSize: 32, batch: 2 }, { engine: 'wasm', figures });
	expect(rows).toHaveLength(pico.stages.length);
	expect(rows[1]).toMatchObject({
		...{ engine: 'wasm', stage: 2, op: 'mbconv', in: 8, out: 16, expand: 4, stride: 2, kernel: 3 },
		...{ seRatio: 0.25, size: 32, batch: 2, forwardMs: 3, backwardMs: 0, samples: 1 },
		macs: 2 * (1024 * 8 * 32 + 256 * (9 * 32 + 32 * 16) + 2 * 32 * 2),
		params: 8 * 32 + 9 * 32 + (32 * 2 + 2 + 32 * 2 + 32) + 32 * 16 + 2 * (32 + 32 + 16)
	});
});
