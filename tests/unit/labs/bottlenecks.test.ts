import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '$lib/engine/engine';
import { EngineError, type DispatchTiming, type TrainingStep } from '$lib/engine/executor';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm, type WasmEngine } from '$lib/engine/wasm/open';
import { Sorter } from '$lib/labs/blocks/sample';
import { convRows, measureConvs } from '$lib/labs/bottlenecks/convs';
import type { PartEvent } from '$lib/labs/bottlenecks/event';
import { measureScaling, scalingRows } from '$lib/labs/bottlenecks/scaling';
import { measureSizes } from '$lib/labs/bottlenecks/sizes';
import { plainScalars } from '$lib/engine/plainScalars';
import { noise, trainingExecutor } from '$lib/labs/trainee';
import { blockPair } from '$lib/model/blockPair';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { withOneMoreLayer } from '$lib/model/oneMoreLayer';
import { findVariant } from '$lib/model/variants';

const pico = findVariant('v2-pico')!;
const nano = findVariant('v2-nano')!;
const MIB = 2 ** 20;

let engine: WasmEngine;
beforeAll(async () => {
	engine = await openWasm(nodeKernels, 1);
});
afterAll(() => {
	engine.close();
});

async function all<Rows>(events: AsyncGenerator<PartEvent<Rows>, void>) {
	const told: PartEvent<Rows>[] = [];
	for await (const event of events) told.push(event);
	const last = told.findLast((event) => event.type === 'repeat')!;
	return {
		names: told.flatMap((event) => (event.type === 'preparing' ? [event.name] : [])),
		rows: last.rows,
		told
	};
}

const call = (layer: string, pass: DispatchTiming['pass'], ms: number): DispatchTiming => ({
	...{ layer, pass, kernel: 'conv', macs: 0, bytes: 0 },
	ns: ms * 1e6
});

/** An object with some of its members replaced. */
function instead<T extends object>(of: T, members: Partial<T>): T {
	return new Proxy(of, {
		get(target, name) {
			const value: unknown = Reflect.get(name in members ? members : target, name, target);
			return typeof value === 'function' && !(name in members) ? (value.bind(target) as unknown) : value;
		}
	});
}

test('the largest batch is the largest whose plan the memory holds', async () => {
	const before = engine.heldBytes;
	const task = { variant: pico, sizes: [16, 32], memoryBytes: 3 * MIB, batch: 2, repeats: 2 };
	const { rows, told } = await all(measureSizes(engine, task));
	expect(rows.rows.map(({ size, kind }) => `${size} ${kind}`)).toEqual([
		...['16 fixed', '16 largest', '32 fixed', '32 largest']
	]);
	const executor = await trainingExecutor(engine, buildGraph(pico));
	const bytes = (imageSize: number, batch: number) => executor.trainingBytes!({ imageSize, batch });
	for (const row of rows.rows) {
		expect(row.bytes).toBe(bytes(row.size, row.batch));
		expect(row.bytes).toBeLessThanOrEqual(task.memoryBytes);
		expect(row.macs).toBe(countGraph(buildGraph(pico), row.size).macs);
		expect(row.imagesPerSecond).toBeGreaterThan(0);
		expect(row.samples).toBeGreaterThanOrEqual(2);
		const [low, high] = row.quartiles!;
		expect(low).toBeLessThanOrEqual(row.imagesPerSecond!);
		expect(high).toBeGreaterThanOrEqual(row.imagesPerSecond!);
	}
	const [, small, , large] = rows.rows;
	for (const row of [small!, large!]) {
		expect(row.limit).toBe('memory');
		expect(bytes(row.size, row.batch + 1)).toBeGreaterThan(task.memoryBytes);
	}
	expect(small!.batch).toBeGreaterThan(2 * large!.batch);
	expect(told.filter(({ type }) => type === 'repeat')).toHaveLength(2);
	executor.dispose();
	expect(engine.heldBytes).toBe(before);
});

test('a fixed batch that the memory does not hold is a row without a rate', async () => {
	const task = { variant: pico, sizes: [32], memoryBytes: 4 * MIB, batch: 64, repeats: 1 };
	const { rows } = await all(measureSizes(engine, task));
	const [fixed, largest] = rows.rows;
	expect(fixed).toMatchObject({ kind: 'fixed', batch: 64, imagesPerSecond: null, stepMs: null, samples: 0 });
	expect(fixed!.bytes).toBeGreaterThan(task.memoryBytes);
	expect(largest!.batch).toBeLessThan(64);
	expect(largest!.imagesPerSecond).toBeGreaterThan(0);
});

test('sizes that do not fit are refused by name with the largest that fits, before anything is trained', async () => {
	const before = engine.heldBytes;
	const task = { variant: pico, sizes: [16, 512], memoryBytes: 2 * MIB, batch: 1, repeats: 1 };
	const refused = all(measureSizes(engine, task));
	await expect(refused).rejects.toMatchObject({ kind: 'out-of-memory' });
	const error = await refused.catch((reason: unknown) => reason as EngineError);
	const [, named, largest] = /^One image of (.*) does not fit into 2 MiB .* fits is (\d+) px\.$/.exec(
		(error as EngineError).message
	)!;
	expect(named).toBe('512 px');
	const executor = await trainingExecutor(engine, buildGraph(pico));
	expect(executor.trainingBytes!({ imageSize: Number(largest), batch: 1 })).toBeLessThanOrEqual(2 * MIB);
	expect(executor.trainingBytes!({ imageSize: Number(largest) + 16, batch: 1 })).toBeGreaterThan(2 * MIB);
	executor.dispose();
	expect(engine.heldBytes).toBe(before);
});

test('every convolution of a stage has its time a multiply-add, on the network and its fused twin', async () => {
	const task = { variant: pico, imageSize: 16, batch: 2, repeats: 2 };
	const { rows, names } = await all(measureConvs(engine, task));
	expect(names).toEqual(['v2-pico', 'v2-pico, fused']);
	expect(new Set(rows.rows.map(({ stage }) => stage))).toEqual(new Set([1, 2, 3, 4, 5]));
	for (const { stage } of pico.stages.map((_, index) => ({ stage: index + 1 }))) {
		for (const part of ['depthwise', 'pointwise', 'dense']) {
			const own = rows.rows.filter((row) => row.stage === stage && row.part === part);
			expect(own.map(({ pass }) => pass)).toEqual(['forward', 'backward']);
			expect(own[1]!.macs).toBe(2 * own[0]!.macs);
			for (const { nsPerMac, ms, macs, quartiles } of own) {
				expect(nsPerMac).toBeGreaterThan(0);
				expect(nsPerMac).toBeCloseTo((ms * 1e6) / macs, 9);
				expect(quartiles[0]).toBeLessThanOrEqual(nsPerMac);
			}
		}
	}
	for (const { ratio, depthwiseShare } of rows.stages) {
		expect(ratio).toBeGreaterThan(0);
		expect(depthwiseShare).toBeGreaterThan(0);
		expect(depthwiseShare).toBeLessThan(1);
	}
	expect(rows.steps.map(({ network }) => network)).toEqual(['mbconv', 'fused']);
});

test('multiply-adds are those of the plan’s own calls, forward and backward', async () => {
	const graph = buildGraph(blockPair(pico).mbconv);
	const executor = await trainingExecutor(engine, graph);
	const shape = { imageSize: 16, batch: 2 };
	const step = await executor.compileTraining(shape);
	const dispatches = await step.profile!(noise(shape, pico.classes), plainScalars, 1);
	const sorter = new Sorter(graph);
	const sample = sorter.sample(dispatches, 1);
	const { rows } = convRows({ variant: pico, ...shape, repeats: 1 }, [[sample], [sample]]);
	const own = rows.filter(({ part, stage }) => part === 'depthwise' && stage === 2);
	const planned = (pass: string) =>
		dispatches
			.filter(({ layer, pass: of }) => of === pass && /^blocks\.1\..*conv_dw$/.test(layer))
			.reduce((sum, { macs }) => sum + macs, 0);
	expect(own.map(({ macs }) => macs)).toEqual([planned('forward'), planned('backward')]);
	executor.dispose();
});

test('nanoseconds a multiply-add by hand', () => {
	const pair = blockPair(pico);
	const mbconv = new Sorter(buildGraph(pair.mbconv)).sample(
		[call('blocks.1.0.conv_dw', 'forward', 3), call('blocks.1.0.conv_dw', 'backward', 8)],
		20
	);
	const fused = new Sorter(buildGraph(pair.fused_mbconv)).sample(
		[call('blocks.1.0.conv_exp', 'forward', 5)],
		10
	);
	const { rows, stages } = convRows({ variant: pico, imageSize: 32, batch: 2, repeats: 1 }, [
		[mbconv],
		[fused]
	]);
	const of = (part: string, pass: string) =>
		rows.find((row) => row.stage === 2 && row.part === part && row.pass === pass)!;
	const { layers, in: entering, expandRatio, out } = pico.stages[1]!;
	// Depthwise 3×3: the first block on what enters, 16 px after its stride, the others on what leaves.
	const pixels = 2 * 16 * 16;
	const macs = pixels * 9 * expandRatio * (entering + (layers - 1) * out);
	expect(of('depthwise', 'forward')).toMatchObject({ macs, ms: 3, side: 32 });
	expect(of('depthwise', 'forward').nsPerMac).toBeCloseTo(3e6 / macs, 12);
	expect(of('depthwise', 'backward').nsPerMac).toBeCloseTo(8e6 / (2 * macs), 12);
	expect(of('dense', 'forward').ms).toBe(5);
	expect(stages[1]).toMatchObject({ mbconvMs: 11, fusedMs: 5, ratio: 11 / 5, depthwiseShare: 1 });
});

test('one more layer in each stage: what it costs and adds is that of the block that came', async () => {
	const deeper = withOneMoreLayer(pico);
	expect(deeper.stages.map(({ layers }) => layers)).toEqual(pico.stages.map(({ layers }) => layers + 1));
	expect(deeper.name).toBe('v2-pico+1');
	const task = { variants: [pico, nano], imageSize: 16, batch: 2, repeats: 1 };
	const { rows, names } = await all(measureScaling(engine, task));
	expect(names).toEqual(['v2-pico', 'v2-pico+1', 'v2-nano', 'v2-nano+1']);
	for (const variant of task.variants) {
		const own = <Row extends { readonly model: string }>(of: readonly Row[]) =>
			of.filter(({ model }) => model === variant.name);
		const sum = (of: readonly { readonly params: number }[]) =>
			of.reduce((all, { params }) => all + params, 0);
		const [plain, grown] = own(rows.steps);
		// What the added blocks have is what the deeper network has more: parameters and multiply-adds, counted apart.
		expect(sum(own(rows.added))).toBe(grown!.params - plain!.params);
		const macs = own(rows.added).reduce((all, row) => all + row.macs, 0);
		expect(macs).toBe(grown!.macs - plain!.macs);
		expect(plain!.params).toBe(countGraph(buildGraph(variant), 16).parameters);
		expect(grown!.layers).toBe(plain!.layers + variant.stages.length);
		expect(own(rows.rows).map(({ layers }) => layers)).toEqual(variant.stages.map(({ layers }) => layers));
		for (const { stepMs } of [...own(rows.rows), ...own(rows.added)]) expect(stepMs).toBeGreaterThan(0);
	}
});

test('an added block is the last of its stage in the deeper network', () => {
	const sample = (deep: boolean) => {
		const graph = buildGraph(deep ? withOneMoreLayer(pico) : pico);
		const last = pico.stages[2]!.layers;
		const calls = deep
			? [call(`blocks.2.${last}.conv_dw`, 'forward', 7)]
			: [call('blocks.2.0.conv_dw', 'forward', 4)];
		return [new Sorter(graph).sample(calls, 9)];
	};
	const task = { variants: [pico], imageSize: 16, batch: 1, repeats: 1 };
	const { rows, added } = scalingRows(task, [sample(false), sample(true)]);
	expect(rows.map(({ stepMs }) => stepMs)).toEqual([0, 0, 4, 0, 0]);
	expect(added.map(({ stepMs }) => stepMs)).toEqual([0, 0, 7, 0, 0]);
});

test('a device that is lost in the middle leaves what was told', async () => {
	let left = 60;
	const run = (step: TrainingStep): TrainingStep['run'] => {
		return (batch, scalars) => {
			if (left-- <= 0) throw new EngineError('device-lost', 'The device went away.');
			step.run(batch, scalars);
		};
	};
	/** The same engine until its steps are used up. */
	const failing: Engine = {
		device: engine.device,
		close: () => undefined,
		createExecutor: async (options) => {
			const executor = await engine.createExecutor(options);
			return instead(executor, {
				compileTraining: async (shape) => {
					const step = await executor.compileTraining(shape);
					return instead(step, { run: run(step) });
				}
			});
		}
	};
	const before = engine.heldBytes;
	const told: PartEvent<{ readonly rows: unknown[] }>[] = [];
	const measuring = (async () => {
		const task = { variant: pico, sizes: [16], memoryBytes: 2 * MIB, batch: 2, repeats: 50 };
		for await (const event of measureSizes(failing, task)) told.push(event);
	})();
	await expect(measuring).rejects.toMatchObject({ kind: 'device-lost' });
	expect(told.filter(({ type }) => type === 'repeat').length).toBeGreaterThan(0);
	expect(engine.heldBytes).toBe(before);
});

test('who stops pulling has what was told, and the memory is free', async () => {
	const before = engine.heldBytes;
	const task = { variant: pico, imageSize: 16, batch: 2, repeats: 50 };
	for await (const event of measureConvs(engine, task)) if (event.type === 'repeat') break;
	expect(engine.heldBytes).toBe(before);
});
