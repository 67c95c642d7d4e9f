import { afterEach, describe, expect, test } from 'vitest';
import type { EngineError, Executor, StepShape } from '$lib/engine/executor';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm, type WasmEngine } from '$lib/engine/wasm/open';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import { oneHot, plainOptions, plainScalars } from '../../../suites/formulaRun';
import { tiny } from '../../../suites/tiny';

const graph = buildGraph(tiny);
const imageSize = 16;

let engine: WasmEngine;
afterEach(() => {
	engine.close();
});

/** An executor that has so many pages of 64 KiB for everything. */
async function open(mostPages: number, threads = 1): Promise<Executor> {
	engine = await openWasm(nodeKernels, threads, mostPages);
	const executor = await engine.createExecutor(plainOptions(graph));
	executor.writeParameters(formulaParameters(graph, 1));
	return executor;
}

async function trains(executor: Executor, { batch, imageSize: side }: StepShape): Promise<void> {
	const step = await executor.compileTraining({ batch, imageSize: side });
	const images = formulaImages('input', 1, batch, side);
	const targets = oneHot(formulaLabels('labels', 1, batch, tiny.classes), tiny.classes);
	step.run({ images, targets }, plainScalars);
	expect((await step.metrics())[0]?.loss).toBeGreaterThan(0);
	step.dispose();
}

/** The sentence of the refusal; what it names is what the error holds as numbers. */
async function refusal(compile: Promise<unknown>): Promise<string> {
	const error: unknown = await compile.catch((cause: unknown) => cause);
	expect(error).toMatchObject({ name: 'EngineError', kind: 'out-of-memory' });
	const { message, fits } = error as EngineError;
	const batch = /batch that fits is (\d+)/.exec(message)?.[1];
	const side = /1 fits, at (\d+)/.exec(message)?.[1];
	if (batch !== undefined) expect(fits?.batch).toBe(Number(batch));
	else if (side !== undefined) expect(fits).toEqual({ imageSize: Number(side), batch: 1 });
	else expect(fits).toBeNull();
	return message;
}

const named = (sentence: string) => Number(/(?:batch that fits is|1 fits, at) (\d+)/.exec(sentence)?.[1]);

const kinds = [
	['training', (executor: Executor, shape: StepShape) => executor.compileTraining(shape)],
	['gradient', (executor: Executor, shape: StepShape) => executor.compileGradient(shape)],
	['evaluation', (executor: Executor, shape: StepShape) => executor.compileEvaluation(shape, 'parameters')]
] as const;

describe.each(kinds)('a step of %s that the memory cannot hold', (_, compile) => {
	test.each([
		[16, 1],
		[23, 1],
		[61, 1],
		[61, 2]
	])('names the largest batch for %i pages on %i threads, which then fits', async (pages, threads) => {
		const executor = await open(pages, threads);
		const held = engine.heldBytes;
		const sentence = await refusal(compile(executor, { imageSize, batch: 1000 }));
		expect(sentence).toMatch(
			/^A step of 1000 at 16 px does not fit into the processor engine's memory of [\d.]+ MiB; the largest batch that fits is \d+\.$/
		);
		expect(engine.heldBytes).toBe(held);
		const batch = named(sentence);
		expect(batch).toBeGreaterThan(0);
		expect(named(await refusal(compile(executor, { imageSize, batch: batch + 1 })))).toBe(batch);
		const step = await compile(executor, { imageSize, batch });
		step.dispose();
		await trains(executor, { imageSize, batch: 1 });
		executor.dispose();
		expect(engine.heldBytes).toBe(0);
	});

	test('names a size where not even one fits', async () => {
		const executor = await open(16);
		const sentence = await refusal(compile(executor, { imageSize: 1024, batch: 2 }));
		expect(sentence).toMatch(/memory of 1 MiB; not even a batch of 1 fits, at \d+ px it would\.$/);
		const side = named(sentence);
		(await compile(executor, { imageSize: side, batch: 1 })).dispose();
		const more = Math.ceil(1.1 * side);
		expect(named(await refusal(compile(executor, { imageSize: more, batch: 1 })))).toBeLessThan(more);
	});
});

test('a network whose weights leave no room for any step is too large', async () => {
	const executor = await open(2);
	expect(await refusal(executor.compileTraining({ imageSize: 8, batch: 2 }))).toBe(
		"A step of 2 at 8 px does not fit into the processor engine's memory of 0.125 MiB; " +
			'not even one small image fits, choose a smaller network.'
	);
});

test('counts what other steps hold, and the slabs that it can share with them', async () => {
	const executor = await open(61);
	const large = await executor.compileTraining({ imageSize, batch: 16 });
	const besides = named(await refusal(executor.compileTraining({ imageSize, batch: 1000 })));
	const second = await executor.compileTraining({ imageSize, batch: besides });
	second.dispose();
	large.dispose();
	const alone = named(await refusal(executor.compileTraining({ imageSize, batch: 1000 })));
	expect(alone).toBeGreaterThan(besides);
	await trains(executor, { imageSize, batch: alone });
});

test('the memory of 2 GiB is refused without being touched', async () => {
	engine = await openWasm(nodeKernels, 1);
	const executor = await engine.createExecutor(plainOptions(graph));
	executor.writeParameters(formulaParameters(graph, 1));
	const held = engine.heldBytes;
	const sentence = await refusal(executor.compileTraining({ imageSize: 1024, batch: 1024 }));
	expect(sentence).toMatch(/memory of 2048 MiB; the largest batch that fits is \d+\.$/);
	expect(engine.heldBytes).toBe(held);
	await trains(executor, { imageSize, batch: 2 });
});
