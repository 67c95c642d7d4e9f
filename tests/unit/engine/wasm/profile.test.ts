import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DispatchTiming, Executor, StepScalars } from '$lib/engine/executor';
import { evaluationPlan } from '$lib/engine/plan/evaluation';
import { layoutsOf } from '$lib/engine/plan/flatLayout';
import type { Plan } from '$lib/engine/plan/plan';
import { trainingPlan } from '$lib/engine/plan/training';
import { PROCESSOR_SUMS } from '$lib/engine/plan/parallelism';
import { MOST_ELEMENTS } from '$lib/engine/wasm/context';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm, type WasmEngine } from '$lib/engine/wasm/open';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import { oneHot, plainScalars } from '../../../suites/formulaRun';
import { tiny } from '../../../suites/tiny';

const graph = buildGraph(tiny);
const layouts = layoutsOf(graph);
const shape = { imageSize: 8, batch: 3 };
const images = formulaImages('input', 1, shape.batch, shape.imageSize);
const targets = oneHot(formulaLabels('labels', 1, shape.batch, tiny.classes), tiny.classes);
const batch = { images, targets };
/** The one with most slots. */
const optimizer = { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 } as const;
const scalars: StepScalars = { ...plainScalars, dropout: 0.3, dropPath: 0.5, emaDecay: 0.9 };

let engine: WasmEngine;
beforeAll(async () => {
	engine = await openWasm(nodeKernels);
});
afterAll(() => {
	engine.close();
});

async function open(): Promise<Executor> {
	const executor = await engine.createExecutor({ graph, optimizer, ema: true, seed: 7 });
	executor.writeParameters(formulaParameters(graph, 1));
	return executor;
}

const ofPlan = ({ calls }: Plan) =>
	calls.map(({ layer, pass, kernel, macs, bytes }) => ({ layer, pass, kernel: kernel.kind, macs, bytes }));

const withoutTime = (dispatches: readonly DispatchTiming[] = []) =>
	dispatches.map(({ layer, pass, kernel, macs, bytes }) => ({ layer, pass, kernel, macs, bytes }));

function expectTimes(dispatches: readonly DispatchTiming[] = []): void {
	for (const { ns } of dispatches) expect(ns).toBeGreaterThanOrEqual(0);
	expect(dispatches.reduce((sum, { ns }) => sum + ns, 0)).toBeGreaterThan(0);
}

describe('the profile of a training step', () => {
	test('has the calls of the plan, each with a time', async () => {
		const executor = await open();
		const step = await executor.compileTraining(shape);
		const dispatches = await step.profile?.(batch, scalars, 2);
		const update = { optimizer, ema: true, mostElements: MOST_ELEMENTS };
		const plan = trainingPlan(graph, layouts, shape, { parallelism: PROCESSOR_SUMS, update });
		expect(withoutTime(dispatches)).toEqual(ofPlan(plan));
		expectTimes(dispatches);
		expect(step.statistics?.dispatches).toBe(plan.calls.length);
		executor.dispose();
	});

	test('leaves the run as it was, bit for bit', async () => {
		const [profiled, other] = [await open(), await open()];
		const losses: number[][] = [];
		for (const each of [profiled, other]) {
			const step = await each.compileTraining(shape);
			for (const index of [0, 1]) step.run(batch, { ...scalars, step: index });
			if (each === profiled) {
				const before = await each.readState();
				// Rows of the steps before are still to come, those of the profile are not told.
				await step.profile?.(batch, { ...scalars, step: 9, learningRate: 10 }, 2);
				expect(await each.readState()).toEqual(before);
			}
			step.run(batch, { ...scalars, step: 2 });
			losses.push((await step.metrics()).map(({ loss }) => loss));
		}
		expect(losses[0]?.length).toBe(3);
		expect(losses[0]).toEqual(losses[1]);
		expect(await profiled.readState()).toEqual(await other.readState());
		profiled.dispose();
		other.dispose();
	});

	test('frees what it made and refuses a bad number of repeats', async () => {
		const executor = await open();
		const step = await executor.compileTraining(shape);
		await step.profile?.(batch, scalars, 1);
		const before = engine.heldBytes;
		for (const repeats of [0, 1.5]) {
			await expect(step.profile?.(batch, scalars, repeats)).rejects.toThrow(RangeError);
		}
		await step.profile?.(batch, scalars, 1);
		expect(engine.heldBytes).toBe(before);
		executor.dispose();
	});
});

test('the profile of an evaluation has the calls of the plan and changes no logit', async () => {
	const executor = await open();
	const step = await executor.compileEvaluation(shape, 'parameters');
	const logits = await step.run(images);
	const dispatches = await step.profile?.(images, 2);
	const plan = evaluationPlan(graph, layouts, shape, PROCESSOR_SUMS, 'parameters');
	expect(withoutTime(dispatches)).toEqual(ofPlan(plan));
	expectTimes(dispatches);
	expect(await step.run(images)).toEqual(logits);
	executor.dispose();
});
