import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { DispatchTiming, ExecutorState, StepScalars } from '$lib/engine/executor';
import { openGpuLedger } from '$lib/engine/gpuLedger';
import { evaluationPlan } from '$lib/engine/plan/evaluation';
import { layoutsOf } from '$lib/engine/plan/flatLayout';
import type { Plan } from '$lib/engine/plan/plan';
import { trainingPlan } from '$lib/engine/plan/training';
import { BoundPlan, encodeDispatch, type Dispatch } from '$lib/engine/webgpu/boundPlan';
import { Clock } from '$lib/engine/webgpu/clock';
import { Context } from '$lib/engine/webgpu/context';
import { WebgpuExecutor } from '$lib/engine/webgpu/executor';
import { State } from '$lib/engine/webgpu/state';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import { oneHot, plainScalars } from '../suites/formulaRun';
import { tiny } from '../suites/tiny';
import { labJson } from '../unit/cli/labRun';

const graph = buildGraph(tiny);
const layouts = layoutsOf(graph);
const shape = { imageSize: 8, batch: 3 };
const images = formulaImages('input', 1, shape.batch, shape.imageSize);
const targets = oneHot(formulaLabels('labels', 1, shape.batch, tiny.classes), tiny.classes);
const batch = { images, targets };
/** The one with most buffers. */
const optimizer = { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 } as const;
const options = { graph, optimizer, ema: true, seed: 7 };
const scalars: StepScalars = { ...plainScalars, dropout: 0.3, dropPath: 0.5, emaDecay: 0.9 };

let dawn: Dawn;
let context: Context;
beforeAll(async () => {
	dawn = await openDawn();
	context = await Context.open(dawn);
});
afterAll(() => {
	context.close();
	dawn.close();
});

function executor(): WebgpuExecutor {
	const made = new WebgpuExecutor(context, options);
	made.writeParameters(formulaParameters(graph, 1));
	return made;
}

const ofPlan = ({ calls }: Plan) =>
	calls.map(({ layer, pass, kernel, macs, bytes }) => ({ layer, pass, kernel: kernel.kind, macs, bytes }));

const withoutTime = (dispatches: readonly DispatchTiming[]) =>
	dispatches.map(({ layer, pass, kernel, macs, bytes }) => ({ layer, pass, kernel, macs, bytes }));

function expectTimes(dispatches: readonly DispatchTiming[]): void {
	for (const { ns } of dispatches) {
		expect(Number.isFinite(ns)).toBe(true);
		expect(ns).toBeGreaterThanOrEqual(0);
	}
	expect(dispatches.reduce((sum, { ns }) => sum + ns, 0)).toBeGreaterThan(0);
}

/** Every number of a state as its bits. */
function bits({ parameters, slots, ema }: ExecutorState): [string, number[]][] {
	const maps = [
		['parameters', parameters],
		['ema', ema ?? new Map<string, Float32Array>()],
		...slots
	] as const;
	return maps.flatMap(([group, map]) =>
		[...map].map(([name, values]): [string, number[]] => [
			`${group} ${name}`,
			[...new Uint32Array(values.slice().buffer)]
		])
	);
}

describe('the profile of a training step', () => {
	test('has the dispatches of the plan, each with a time', async () => {
		const made = executor();
		const step = await made.compileTraining(shape);
		const dispatches = await step.profile(batch, { ...scalars, step: 0 }, 2);
		const update = { optimizer, ema: true, mostElements: 2 ** 25 };
		const plan = trainingPlan(graph, layouts, shape, { parallelism: context.parallelism, update });
		expect(withoutTime(dispatches)).toEqual(ofPlan(plan));
		expectTimes(dispatches);
		made.dispose();
	});

	test('leaves the run as it was, bit for bit', async () => {
		const [profiled, other] = [executor(), executor()];
		const losses: number[][] = [];
		for (const each of [profiled, other]) {
			const step = await each.compileTraining(shape);
			for (const index of [0, 1]) step.run(batch, { ...scalars, step: index });
			if (each === profiled) {
				const before = bits(await each.readState());
				// In flight: rows of the steps before are still to come, those of the profile are not told.
				await step.profile(batch, { ...scalars, step: 9, learningRate: 10 }, 2);
				expect(bits(await each.readState())).toEqual(before);
			}
			step.run(batch, { ...scalars, step: 2 });
			losses.push((await step.metrics()).map(({ loss }) => loss));
		}
		expect(losses[0]?.length).toBe(3);
		expect(losses[0]).toEqual(losses[1]);
		expect(bits(await profiled.readState())).toEqual(bits(await other.readState()));
		profiled.dispose();
		other.dispose();
	});

	test('frees what it made, also where it fails', async () => {
		const ledger = openGpuLedger();
		const made = executor();
		const step = await made.compileTraining(shape);
		const before = ledger.read().bufferBytes;
		await step.profile(batch, { ...scalars, step: 0 }, 1);
		expect(ledger.read().bufferBytes).toBe(before);
		for (const repeats of [0, 1.5]) {
			await expect(step.profile(batch, { ...scalars, step: 0 }, repeats)).rejects.toThrow(RangeError);
		}
		await expect(step.profile({ images, targets: images }, scalars, 1)).rejects.toThrow(RangeError);
		expect(ledger.read().bufferBytes).toBe(before);
		made.dispose();
		ledger.close();
	});
});

describe('the profile of an evaluation', () => {
	test('has the dispatches of the plan and changes no logit', async () => {
		const made = executor();
		const step = await made.compileEvaluation(shape, 'parameters');
		const dispatches = await step.profile(images, 2);
		const plan = evaluationPlan(graph, layouts, shape, context.parallelism, 'parameters');
		expect(withoutTime(dispatches)).toEqual(ofPlan(plan));
		expectTimes(dispatches);
		const other = executor();
		const logits = await (await other.compileEvaluation(shape, 'parameters')).run(images);
		expect(await step.run(images)).toEqual(logits);
		made.dispose();
		other.dispose();
	});
});

test('the clock takes more passes than one set of queries holds', async () => {
	const state = new State(context, options);
	const plan = evaluationPlan(graph, layouts, shape, context.parallelism, 'parameters');
	const bound = await BoundPlan.make(state, plan);
	const passes = 2050;
	const clock = new Clock(context, passes);
	const encoder = dawn.device.createCommandEncoder();
	for (let at = 0; at < passes; at++) {
		const pass = encoder.beginComputePass({ timestampWrites: clock.stamps(at) });
		encodeDispatch(pass, bound.dispatches[0] as Dispatch);
		pass.end();
	}
	clock.resolve(encoder);
	dawn.device.queue.submit([encoder.finish()]);
	const ns = await clock.read();
	context.check();
	expect(ns.length).toBe(passes);
	expect(ns.slice(0, 2048).some((each) => each > 0)).toBe(true);
	expect(ns.slice(2048).some((each) => each > 0)).toBe(true);
	clock.dispose();
	bound.dispose();
	state.dispose();
});

test('a device without a clock says so and keeps working', async () => {
	const adapter = await navigator.gpu.requestAdapter();
	if (adapter === null) throw new Error('no adapter');
	const clockless = await Context.open({ device: await adapter.requestDevice(), info: adapter.info });
	const made = new WebgpuExecutor(clockless, options);
	made.writeParameters(formulaParameters(graph, 1));
	const step = await made.compileEvaluation(shape, 'parameters');
	await expect(step.profile(images, 1)).rejects.toMatchObject({ name: 'EngineError', kind: 'unavailable' });
	expect((await step.run(images)).every(Number.isFinite)).toBe(true);
	made.dispose();
	clockless.device.destroy();
});

test.each([
	['a training step', [], ['forward', 'loss', 'backward', 'update']],
	['an evaluation', ['--forward'], ['forward']]
])('lab profile prints %s', async (_, flags, passes) => {
	const size = ['--model', 'v2-pico', '--size', 8, '--batch', 2, '--repeats', 1, '--engine', 'webgpu'];
	const result = await labJson('profile', ...size, ...flags);
	const anyNumber = expect.any(Number) as number;
	const anyText = expect.any(String) as string;
	expect(result).toEqual({
		adapter: dawn.info.description || dawn.info.device,
		model: 'v2-pico',
		size: 8,
		batch: 2,
		dispatches: expect.any(Array) as unknown[]
	});
	const { dispatches } = result as { dispatches: DispatchTiming[] };
	const one = {
		layer: anyText,
		pass: anyText,
		kernel: anyText,
		macs: anyNumber,
		bytes: anyNumber,
		ns: anyNumber
	};
	for (const each of dispatches) expect(each).toEqual(one);
	expect([...new Set(dispatches.map(({ pass }) => pass))]).toEqual(passes);
	expectTimes(dispatches);
});
