import { describe, expect, test } from 'vitest';
import type { Executor, ExecutorOptions, OptimizerSpec, StepScalars, StepShape } from '$lib/engine/executor';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import { oneHot, plainScalars } from './formulaRun';
import { tiny } from './tiny';
import { held, type UseEngine } from './useEngine';

const graph = buildGraph(tiny);
const shape: StepShape = { imageSize: 7, batch: 4 };
const images = formulaImages('input', 1, shape.batch, shape.imageSize);
const targets = oneHot(formulaLabels('labels', 1, shape.batch, tiny.classes), tiny.classes);
const batch = { images, targets };
const parameters = formulaParameters(graph, 1);

const optimizers: readonly OptimizerSpec[] = [
	{ kind: 'sgd', momentum: 0.9 },
	{ kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 },
	{ kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
];

/** Everything that a step may have is on. */
const scalars: StepScalars = {
	...plainScalars,
	weightDecay: 1e-4,
	clipNorm: 1,
	dropout: 0.3,
	dropPath: 0.5,
	labelSmoothing: 0.1,
	emaDecay: 0.9
};

function options(optimizer: OptimizerSpec, seed = 7): ExecutorOptions {
	return { graph, optimizer, ema: true, seed };
}

async function open(use: UseEngine, optimizer: OptimizerSpec, seed?: number): Promise<Executor> {
	const executor = await use().createExecutor(options(optimizer, seed));
	executor.writeParameters(parameters);
	return executor;
}

/** Losses of steps `from` … `to` - 1. */
async function train(executor: Executor, from: number, to: number): Promise<number[]> {
	const step = await executor.compileTraining(shape);
	for (let index = from; index < to; index++) step.run(batch, { ...scalars, step: index });
	const rows = await step.metrics();
	step.dispose();
	expect(rows.map((row) => row.step)).toEqual(Array.from({ length: to - from }, (_, i) => from + i));
	return rows.map(({ loss }) => loss);
}

/** What every executor promises, whatever it runs on. */
export function executorSuite(use: UseEngine): void {
	describe('the executor', () => {
		test.each(optimizers)('frees all it made, and no step adds to it: $kind', async (optimizer) => {
			const before = held(use());
			const executor = await open(use, optimizer);
			await train(executor, 0, 2);
			const during = held(use());
			await train(executor, 2, 5);
			expect(held(use())).toBe(during);
			const evaluation = await executor.compileEvaluation(shape, 'ema');
			const withParts = (await evaluation.run(images), held(use()));
			await evaluation.run(images);
			expect(held(use())).toBe(withParts);
			const gradient = await executor.compileGradient(shape);
			await gradient.run(batch, 0);
			evaluation.dispose();
			gradient.dispose();
			executor.writeState(await executor.readState());
			await train(executor, 5, 6);
			const after = held(use());
			await train(executor, 6, 8);
			expect(held(use())).toBe(after);
			executor.dispose();
			expect(held(use())).toBe(before);
		});

		test.each(optimizers)('knows before what a training step will hold: $kind', async (optimizer) => {
			for (const ema of [true, false]) {
				const before = held(use());
				const executor = await use().createExecutor({ ...options(optimizer), ema });
				const told = executor.trainingBytes?.(shape);
				if (told === undefined) {
					expect(use().device.engine).toMatch(/^tfjs/);
					executor.dispose();
					continue;
				}
				expect(held(use())).toBe(before);
				executor.writeParameters(parameters);
				const step = await executor.compileTraining(shape);
				const really = held(use()) - before;
				// On a GPU the shapes that kernels read lie in uniforms, which are no part of the arithmetic: 16 bytes or 32 each.
				const uniforms = use().device.engine === 'webgpu' ? 32 * (step.statistics?.dispatches ?? NaN) : 0;
				expect(told).toBeLessThanOrEqual(really);
				expect(told).toBeGreaterThanOrEqual(really - uniforms);
				expect(executor.trainingBytes?.({ ...shape, batch: 2 * shape.batch })).toBeGreaterThan(told);
				executor.dispose();
			}
		});

		test('gives back the parameters bit for bit, in the order of the graph', async () => {
			const executor = await open(use, optimizers[0] as OptimizerSpec);
			for (const source of ['parameters', 'ema'] as const) {
				const read = await executor.readParameters(source);
				expect([...read.keys()]).toEqual(graph.parameters.map(({ name }) => name));
				for (const [name, values] of read) expect(values).toEqual(parameters.get(name));
			}
			executor.dispose();
		});

		test.each(optimizers)('goes on from a saved state to the same numbers: $kind', async (optimizer) => {
			const executor = await open(use, optimizer);
			await train(executor, 0, 3);
			const saved = await executor.readState();
			const losses = await train(executor, 3, 5);
			const wanted = await executor.readState();
			executor.dispose();
			const other = await open(use, optimizer);
			other.writeState(saved);
			expect(await train(other, 3, 5)).toEqual(losses);
			expect(await other.readState()).toEqual(wanted);
			other.dispose();
		});

		test('comes to the same bits from the same seed', async () => {
			const states = [];
			for (const optimizer of [optimizers[1], optimizers[1]]) {
				const executor = await open(use, optimizer as OptimizerSpec);
				await train(executor, 0, 3);
				states.push(await executor.readState());
				executor.dispose();
			}
			expect(states[0]?.ema).not.toEqual(states[0]?.parameters);
			expect(states[1]).toEqual(states[0]);
		});

		test('draws by seed and step alone', async () => {
			const first = await open(use, optimizers[0] as OptimizerSpec);
			const second = await open(use, optimizers[0] as OptimizerSpec, 8);
			const [loss] = await train(first, 0, 1);
			expect(await train(second, 0, 1)).not.toEqual([loss]);
			second.dispose();
			first.writeParameters(parameters);
			expect(await train(first, 0, 1)).toEqual([loss]);
			first.writeParameters(parameters);
			expect(await train(first, 1, 2)).not.toEqual([loss]);
			first.dispose();
		});

		test('leaves other executors alone and evaluates without draws', async () => {
			const first = await open(use, optimizers[0] as OptimizerSpec);
			const second = await open(use, optimizers[0] as OptimizerSpec);
			const evaluation = await second.compileEvaluation(shape, 'parameters');
			const logits = await evaluation.run(images);
			await train(first, 0, 2);
			expect(await evaluation.run(images)).toEqual(logits);
			const trained = await first.compileEvaluation(shape, 'parameters');
			expect(await trained.run(images)).not.toEqual(logits);
			first.dispose();
			expect(await evaluation.run(images)).toEqual(logits);
			second.dispose();
		});

		test('keeps up to the asked number of steps in flight', async () => {
			const executor = await open(use, optimizers[0] as OptimizerSpec);
			const step = await executor.compileTraining(shape);
			for (let index = 0; index < 3; index++) step.run(batch, { ...scalars, step: index });
			const early = await step.metrics(2);
			expect(early.length).toBeGreaterThanOrEqual(1);
			const rest = await step.metrics();
			expect([...early, ...rest].map((row) => row.step)).toEqual([0, 1, 2]);
			expect(await step.metrics()).toEqual([]);
			executor.dispose();
		});

		test('refuses what does not fit and keeps what it had', async () => {
			const executor = await open(use, optimizers[0] as OptimizerSpec);
			const lacking = new Map(parameters);
			lacking.delete('bn1.weight');
			expect(() => executor.writeParameters(lacking)).toThrow(/lack "bn1.weight"/);
			const short = new Map(parameters).set('bn1.weight', new Float32Array(3));
			expect(() => executor.writeParameters(short)).toThrow(/"bn1.weight" has 3 numbers .* needs 4/);
			const state = await executor.readState();
			expect(() => executor.writeState({ ...state, slots: new Map() })).toThrow(/lacks .* "momentum"/);
			expect(() => executor.writeState({ ...state, ema: null })).toThrow(/moving average/);
			expect((await executor.readParameters()).get('bn1.weight')).toEqual(parameters.get('bn1.weight'));
			const step = await executor.compileTraining(shape);
			expect(() => step.run({ images, targets: targets.subarray(1) }, scalars)).toThrow(RangeError);
			await expect(executor.compileTraining({ imageSize: 0, batch: 1 })).rejects.toThrow(RangeError);
			executor.dispose();
			await expect(executor.readParameters()).rejects.toThrow(/disposed/);
		});
	});
}
