import { afterEach, describe, expect, test } from 'vitest';
import type { Executor, TrainingStep } from '$lib/engine/executor';
import type { ThreadSource } from '$lib/engine/wasm/module';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm, type WasmEngine } from '$lib/engine/wasm/open';
import type { StartThread, Thread } from '$lib/engine/wasm/thread';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import { oneHot, plainOptions, plainScalars } from '../../../suites/formulaRun';
import { tiny } from '../../../suites/tiny';

const graph = buildGraph(tiny);
const shape = { imageSize: 8, batch: 4 };
const batch = {
	images: formulaImages('input', 1, shape.batch, shape.imageSize),
	targets: oneHot(formulaLabels('labels', 1, shape.batch, tiny.classes), tiny.classes)
};
const own = nodeKernels.threads!;
/** Longer than a busy machine keeps a thread from its turn. */
const patienceMs = 2000;
const lost = {
	name: 'EngineError',
	kind: 'device-lost',
	message: expect.stringMatching(/^A thread of the processor engine went away, [^.]+\.$/) as string
};

let engine: WasmEngine;
afterEach(() => {
	engine.close();
});

/** A training step on three threads. */
async function open(start: StartThread): Promise<{ executor: Executor; step: TrainingStep }> {
	const threads: ThreadSource = { ...own, start, patienceMs };
	engine = await openWasm({ ...nodeKernels, threads }, 3);
	expect(engine.device.adapter).toBe('CPU, WebAssembly, 3 threads');
	const executor = await engine.createExecutor(plainOptions(graph));
	executor.writeParameters(formulaParameters(graph, 1));
	return { executor, step: await executor.compileTraining(shape) };
}

/** What a step throws, and how long it took to do so. */
function failureOf(step: TrainingStep): { readonly error: unknown; readonly ms: number } {
	const start = performance.now();
	try {
		step.run(batch, plainScalars);
	} catch (error) {
		return { error, ms: performance.now() - start };
	}
	throw new Error('The step ran although a thread was gone.');
}

/** Nothing of a lost engine can be used; what it held can be freed. */
async function expectLost({ executor, step }: { executor: Executor; step: TrainingStep }): Promise<void> {
	expect(failureOf(step).error).toMatchObject(lost);
	await expect(executor.readState()).rejects.toMatchObject(lost);
	await expect(executor.compileTraining(shape)).rejects.toMatchObject(lost);
	step.dispose();
	executor.dispose();
	expect(engine.heldBytes).toBe(0);
}

async function trains(step: TrainingStep): Promise<number> {
	step.run(batch, plainScalars);
	return (await step.metrics())[0]?.loss ?? NaN;
}

describe('a thread that dies', () => {
	test('is missed by the step that waits for it, and new threads do the work', async () => {
		const started: Thread[] = [];
		let leave = () => {};
		const left = new Promise<void>((resolve) => (leave = resolve));
		const gone = await open(async (job) => {
			// The engine is not told: as if it died while a step runs.
			const thread = await own.start(job, () => leave());
			started.push(thread);
			return thread;
		});
		const loss = await trains(gone.step);
		started[1]!.end();
		await left;
		const { error, ms } = failureOf(gone.step);
		expect(error).toMatchObject(lost);
		expect(ms).toBeGreaterThan(0.9 * patienceMs);
		expect(ms).toBeLessThan(10 * patienceMs);
		await expectLost(gone);
		const fresh = await open(own.start);
		expect(await trains(fresh.step)).toBe(loss);
	});

	test('is noticed by the host between steps', async () => {
		const started: Thread[] = [];
		let hear = () => {};
		const heard = new Promise<void>((resolve) => (hear = resolve));
		const gone = await open(async (job, ended) => {
			const thread = await own.start(job, () => {
				ended();
				hear();
			});
			started.push(thread);
			return thread;
		});
		await trains(gone.step);
		started[0]!.end();
		await heard;
		const { error, ms } = failureOf(gone.step);
		expect(error).toMatchObject(lost);
		expect(ms).toBeLessThan(patienceMs);
		await expectLost(gone);
	});

	test('by a trap gives the team up at once', async () => {
		// Its share lies outside of all memory.
		const gone = await open((job, ended) => own.start({ ...job, part: job.part === 2 ? 2 ** 28 : 1 }, ended));
		const { error, ms } = failureOf(gone.step);
		expect(error).toMatchObject(lost);
		expect(ms).toBeLessThan(patienceMs);
		await expectLost(gone);
	});
});

test('a thread that ends before it works leaves the engine to one thread', async () => {
	const threads: ThreadSource = {
		...own,
		// A memory that is not shared: no instance of this build takes it.
		start: (job, ended) => own.start({ ...job, memory: new WebAssembly.Memory({ initial: 1 }) }, ended)
	};
	engine = await openWasm({ ...nodeKernels, threads }, 3);
	expect(engine.device.adapter).toBe('CPU, WebAssembly');
});
