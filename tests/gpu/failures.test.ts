import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeImages } from '$lib/data/augment/make';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { Executor, ExecutorOptions, StepScalars } from '$lib/engine/executor';
import { openGpuLedger, type GpuLedger } from '$lib/engine/gpuLedger';
import { openEngine } from '$lib/engine/open';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import { train } from '$lib/recipe/loop';
import { Chance, someDraws, someImages } from '../suites/drawnBatch';
import { oneHot, plainScalars } from '../suites/formulaRun';
import { tiny } from '../suites/tiny';
import { collect, only, smallConfig, smallExecutor, somePhotos, ticking } from '../unit/recipe/smallRun';

const graph = buildGraph(tiny);
const shape = { imageSize: 6, batch: 2 };
const batch = {
	images: formulaImages('input', 1, shape.batch, shape.imageSize),
	targets: oneHot(formulaLabels('labels', 1, shape.batch, tiny.classes), tiny.classes)
};
const options: ExecutorOptions = {
	graph,
	optimizer: { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 },
	ema: true,
	seed: 7
};
const scalars: StepScalars = { ...plainScalars, dropout: 0.3, dropPath: 0.5, emaDecay: 0.9 };

const chance = new Chance(1);
const set = someImages(chance, 3, 9);
const form = { size: shape.imageSize, padding: 1, interpolation: 'nearest', mixed: false } as const;
const drawn = someDraws(chance, shape.batch, set.count, form);

let dawn: Dawn;
let ledger: GpuLedger;
beforeEach(async () => {
	dawn = await openDawn();
	ledger = openGpuLedger();
});
afterEach(() => {
	ledger.close();
	dawn.close();
});

async function open(): Promise<Executor> {
	const engine = await openEngine('webgpu', { gpu: dawn });
	const executor = await engine.createExecutor(options);
	executor.writeParameters(formulaParameters(graph, 1));
	return executor;
}

/** Steps `from` … `to` - 1. */
async function advance(executor: Executor, from: number, to: number): Promise<void> {
	const step = await executor.compileTraining(shape);
	for (let index = from; index < to; index++) step.run(batch, { ...scalars, step: index });
	await step.metrics();
	step.dispose();
}

describe('when the device goes away', () => {
	test('a run goes on from its last state on a new one, to the same bits', async () => {
		const first = await open();
		await advance(first, 0, 4);
		const saved = await first.readState();
		await advance(first, 4, 6);
		const wanted = await first.readState();
		dawn.device.destroy();
		await dawn.device.lost;
		await expect(first.readState()).rejects.toMatchObject({ kind: 'device-lost' });

		dawn = await openDawn();
		const second = await open();
		second.writeState(saved);
		await advance(second, 4, 6);
		expect(await second.readState()).toEqual(wanted);
	});

	test('steps under way tell of it', async () => {
		const executor = await open();
		const step = await executor.compileTraining(shape);
		step.run(batch, scalars);
		dawn.device.destroy();
		await expect(step.metrics()).rejects.toMatchObject({ name: 'EngineError', kind: 'device-lost' });
		await dawn.device.lost;
		expect(() => {
			step.run(batch, scalars);
		}).toThrow(/went away/);
		await expect(executor.compileTraining(shape)).rejects.toMatchObject({ kind: 'device-lost' });
		executor.dispose();
	});
});

describe('when memory runs out', () => {
	test('the step is refused, nothing stays behind, and a later one works', async () => {
		const executor = await open();
		const before = ledger.read().bufferBytes;
		// Which size is too large differs between drivers; what they answer does not.
		const pop = vi.spyOn(dawn.device, 'popErrorScope');
		pop.mockImplementationOnce(async () => new GPUOutOfMemoryError('no memory is left'));
		await expect(executor.compileTraining(shape)).rejects.toMatchObject({
			name: 'EngineError',
			kind: 'out-of-memory',
			message: expect.stringMatching(/a smaller batch/) as string
		});
		expect(ledger.read().bufferBytes).toBe(before);
		pop.mockRestore();
		await advance(executor, 0, 1);
		executor.dispose();
	});
});

describe('when there is no memory for images', () => {
	const refusal = {
		name: 'EngineError',
		kind: 'out-of-memory',
		message: 'The device has no room to keep these images: a set of fewer or smaller images will fit.'
	};

	test('a set that does not fit is refused, nothing of it stays, and another can be held', async () => {
		const executor = await open();
		const step = await executor.compileAugmentation!(shape);
		const before = ledger.read().bufferBytes;
		const pop = vi.spyOn(dawn.device, 'popErrorScope');
		pop.mockImplementationOnce(async () => new GPUOutOfMemoryError('no memory is left'));
		const tooMany = executor.holdImages!(set);
		expect(ledger.read().bufferBytes).toBeGreaterThan(before);
		await Promise.resolve();
		pop.mockRestore();
		expect(ledger.read().bufferBytes).toBe(before);
		await expect(step.run(tooMany, drawn)).rejects.toMatchObject(refusal);
		expect(await step.run(executor.holdImages!(set), drawn)).toEqual(makeImages(set, drawn));
		executor.dispose();
	});

	test('so is one for which there is no room on the way', async () => {
		const executor = await open();
		const before = ledger.read().bufferBytes;
		const create = vi.spyOn(dawn.device, 'createBuffer');
		create.mockImplementationOnce(() => {
			throw new RangeError('createBuffer failed');
		});
		expect(() => executor.holdImages!(set)).toThrow(expect.objectContaining(refusal) as Error);
		create.mockRestore();
		const huge = { ...set, side: 40_000 };
		expect(() => executor.holdImages!(huge)).toThrow(expect.objectContaining(refusal) as Error);
		expect(ledger.read().bufferBytes).toBe(before);
		executor.dispose();
	});

	test('images that went away with their device say so', async () => {
		const executor = await open();
		const step = await executor.compileAugmentation!(shape);
		const held = executor.holdImages!(set);
		dawn.device.destroy();
		await dawn.device.lost;
		await expect(step.run(held, drawn)).rejects.toMatchObject({ kind: 'device-lost' });
		expect(() => executor.holdImages!(set)).toThrow(/went away/);
		executor.dispose();
	});
});

describe('when the device refuses a kernel', () => {
	test('compiling says so', async () => {
		const executor = await open();
		const original = dawn.device.createShaderModule.bind(dawn.device);
		vi.spyOn(dawn.device, 'createShaderModule').mockImplementationOnce(() =>
			original({ code: '@compute @workgroup_size(1) fn main() { nothing of this name(); }' })
		);
		await expect(executor.compileTraining(shape)).rejects.toMatchObject({
			name: 'EngineError',
			kind: 'unavailable',
			message: expect.stringMatching(/refused a kernel/) as string
		});
	});
});

describe('when the loss is no longer a number', () => {
	test('the run ends at its last good state', async () => {
		const learningRate = {
			...smallConfig.learningRate,
			schedule: 'constant' as const,
			peak: 1e30,
			warmupEpochs: 0
		};
		const config = { ...smallConfig, learningRate };
		const executor = await smallExecutor(config, await openEngine('webgpu', { gpu: dawn }));
		const initial = await executor.readParameters();
		const events = await collect(train({ executor, config, dataset: somePhotos(12, 6), clock: ticking() }));
		expect(events.at(-1)).toMatchObject({ type: 'diverged' });
		for (const { loss } of only(events, 'step')) expect(Number.isFinite(loss)).toBe(true);
		expect(await executor.readParameters()).toEqual(initial);
		executor.dispose();
	});
});

describe('what is disposed of', () => {
	test('frees what is still being compiled for it', async () => {
		const before = ledger.read().bufferBytes;
		const executor = await open();
		const compiling = executor.compileTraining(shape);
		executor.dispose();
		await expect(compiling).rejects.toThrow(/disposed/);
		expect(ledger.read().bufferBytes).toBe(before);
	});

	test('a step may be freed twice, cannot be run, and leaves the others and the device alone', async () => {
		const executor = await open();
		const [gone, kept] = await Promise.all([
			executor.compileTraining(shape),
			executor.compileTraining(shape)
		]);
		gone.dispose();
		const held = ledger.read().bufferBytes;
		gone.dispose();
		expect(ledger.read().bufferBytes).toBe(held);
		expect(() => {
			gone.run(batch, scalars);
		}).toThrow(/disposed/);
		kept.run(batch, scalars);
		const [row] = await kept.metrics();
		expect(row?.loss).toBeGreaterThan(0);
		executor.dispose();
	});
});
