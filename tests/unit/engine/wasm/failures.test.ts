import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EngineError, type ExecutorOptions } from '$lib/engine/executor';
import { Heap } from '$lib/engine/wasm/heap';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm, type WasmEngine } from '$lib/engine/wasm/open';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import { train } from '$lib/recipe/loop';
import { Chance, someDraws, someImages } from '../../../suites/drawnBatch';
import { oneHot, plainOptions, plainScalars } from '../../../suites/formulaRun';
import { tiny } from '../../../suites/tiny';
import { collect, only, smallConfig, smallExecutor, somePhotos, ticking } from '../../recipe/smallRun';

const graph = buildGraph(tiny);
const shape = { imageSize: 6, batch: 2 };
const images = formulaImages('input', 1, shape.batch, shape.imageSize);
const targets = oneHot(formulaLabels('labels', 1, shape.batch, tiny.classes), tiny.classes);

let engine: WasmEngine;
beforeEach(async () => {
	engine = await openWasm(nodeKernels);
});
afterEach(() => {
	vi.restoreAllMocks();
	engine.close();
});

async function open(options: ExecutorOptions = plainOptions(graph)) {
	const executor = await engine.createExecutor(options);
	executor.writeParameters(formulaParameters(graph, 1));
	return executor;
}

describe('when memory runs out', () => {
	test('the step is refused, nothing stays behind, and a later one works', async () => {
		const executor = await open();
		const before = engine.heldBytes;
		let refused = 0;
		// Whatever it is that does not fit, from the first allocation to the last.
		for (let allowed = 0; ; allowed++) {
			let calls = 0;
			const allocate = Heap.prototype.allocate;
			const spy = vi.spyOn(Heap.prototype, 'allocate').mockImplementation(function (this: Heap, bytes) {
				if (calls++ === allowed) throw new EngineError('out-of-memory', 'no memory is left');
				return allocate.call(this, bytes);
			});
			const made = await executor.compileTraining(shape).catch((error: unknown) => error);
			spy.mockRestore();
			if (!(made instanceof Error)) break;
			expect(made).toMatchObject({ name: 'EngineError', kind: 'out-of-memory' });
			expect(engine.heldBytes).toBe(before);
			refused++;
		}
		// Slabs, gradients, the list: more than a handful.
		expect(refused).toBeGreaterThan(10);
		executor.dispose();
		expect(engine.heldBytes).toBe(0);
	});
});

describe('when there is no memory for images', () => {
	const chance = new Chance(1);
	const set = someImages(chance, 3, 9);
	const form = { size: shape.imageSize, padding: 1, interpolation: 'nearest', mixed: false } as const;
	const drawn = someDraws(chance, shape.batch, set.count, form);

	/** The heap gives `allowed` more places. */
	function allow(allowed: number) {
		const allocate = Heap.prototype.allocate;
		let calls = 0;
		return vi.spyOn(Heap.prototype, 'allocate').mockImplementation(function (this: Heap, bytes) {
			if (calls++ === allowed) throw new EngineError('out-of-memory', 'no memory is left');
			return allocate.call(this, bytes);
		});
	}

	test('a set that does not fit is refused in one sentence, and a smaller one is held', async () => {
		const executor = await open();
		const before = engine.heldBytes;
		const spy = allow(0);
		expect(() => executor.holdImages!(set)).toThrow(
			expect.objectContaining({
				kind: 'out-of-memory',
				message: 'The device has no room to keep these images: a set of fewer or smaller images will fit.'
			}) as Error
		);
		spy.mockRestore();
		expect(engine.heldBytes).toBe(before);
		executor.holdImages!(set);
		expect(engine.heldBytes).toBeGreaterThan(before);
		executor.dispose();
		expect(engine.heldBytes).toBe(0);
	});

	test('a step that cannot make its images is refused, nothing stays behind, and a later one works', async () => {
		const executor = await open();
		const held = executor.holdImages!(set);
		// What the executor keeps from step to step is made with the first.
		(await executor.compileTraining(shape)).dispose();
		const before = engine.heldBytes;
		let refused = 0;
		for (let allowed = 0; ; allowed++) {
			const step = await executor.compileTraining(shape);
			const spy = allow(allowed);
			let failure: unknown = null;
			try {
				step.runDrawn!({ held, drawn, targets }, plainScalars);
			} catch (cause) {
				failure = cause;
			}
			spy.mockRestore();
			step.dispose();
			if (failure === null) break;
			expect(failure).toMatchObject({ name: 'EngineError', kind: 'out-of-memory' });
			expect(engine.heldBytes).toBe(before);
			refused++;
		}
		// The table and the filter's taps; the rest may find its place in the arena.
		expect(refused).toBeGreaterThanOrEqual(2);
		executor.dispose();
		expect(engine.heldBytes).toBe(0);
	});
});

describe('what is disposed of', () => {
	test('a step may be freed twice, cannot be run, and leaves the others alone', async () => {
		const executor = await open();
		const [gone, kept] = [await executor.compileTraining(shape), await executor.compileTraining(shape)];
		gone.dispose();
		const held = engine.heldBytes;
		gone.dispose();
		expect(engine.heldBytes).toBe(held);
		expect(() => {
			gone.run({ images, targets }, plainScalars);
		}).toThrow(/disposed/);
		kept.run({ images, targets }, plainScalars);
		expect((await kept.metrics())[0]?.loss).toBeGreaterThan(0);
		executor.dispose();
		executor.dispose();
		expect(engine.heldBytes).toBe(0);
	});

	test('a closed engine refuses in a sentence', async () => {
		const executor = await open();
		const evaluation = await executor.compileEvaluation(shape, 'parameters');
		engine.close();
		await expect(evaluation.run(images)).rejects.toMatchObject({ kind: 'unavailable' });
		await expect(executor.compileTraining(shape)).rejects.toMatchObject({ kind: 'unavailable' });
	});
});

test('activations in float16 are refused in one sentence', async () => {
	await expect(open({ ...plainOptions(graph), activations: 'float16' })).rejects.toMatchObject({
		kind: 'unavailable',
		message: 'The processor engine keeps activations in float32; WebGPU can halve them.'
	});
});

test('a run whose loss is no longer a number ends at its last good state', async () => {
	const schedule = { schedule: 'constant' as const, peak: 1e30, warmupEpochs: 0 };
	const config = { ...smallConfig, learningRate: { ...smallConfig.learningRate, ...schedule } };
	const executor = await smallExecutor(config, engine);
	const initial = await executor.readParameters();
	const events = await collect(train({ executor, config, dataset: somePhotos(12, 6), clock: ticking() }));
	expect(events.at(-1)).toMatchObject({ type: 'diverged' });
	for (const { loss } of only(events, 'step')) expect(Number.isFinite(loss)).toBe(true);
	expect(await executor.readParameters()).toEqual(initial);
	executor.dispose();
});
