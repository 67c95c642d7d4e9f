import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import { plannedStep } from '$lib/engine/planned';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm, type WasmEngine } from '$lib/engine/wasm/open';
import { calibrate, errorOf, type TimedBenchmark } from '$lib/labs/predict/calibration';
import { measureRates } from '$lib/labs/predict/measure';
import { benchmarks, variantOf, type Benchmark } from '$lib/labs/predict/networks';
import { noRows, solveNonNegative, withRow } from '$lib/labs/predict/nonNegative';
import { optimizer, planOf } from '$lib/labs/predict/planned';
import { fitRates, predictStep, sumsOf } from '$lib/labs/predict/rates';
import { fitSteps, wholeStepMs } from '$lib/labs/predict/stepFit';
import { workOf } from '$lib/labs/predict/work';
import { buildGraph } from '$lib/model/build';
import { findVariant } from '$lib/model/variants';

const device = { engine: 'wasm', software: false } as const;
const planned = (model: string, imageSize: number, batch: number) =>
	planOf(device, findVariant(model)!, { imageSize, batch });

let engine: WasmEngine;
beforeAll(async () => {
	engine = await openWasm(nodeKernels, 1);
});
afterAll(() => {
	engine.close();
});

describe('least squares without negatives', () => {
	const solve = (rows: readonly (readonly [number[], number])[]) =>
		solveNonNegative(
			rows.reduce(
				(normal, [amounts, value]) => withRow(normal, amounts, value, 1),
				noRows(rows[0]![0].length)
			)
		);

	test('what is not negative anyway is found', () => {
		const found = solve([
			[[1, 10], 25],
			[[1, 20], 45],
			[[1, 50], 105]
		]);
		expect(found[0]).toBeCloseTo(5, 6);
		expect(found[1]).toBeCloseTo(2, 6);
	});

	test('where the best line would begin below 0, it begins at 0', () => {
		const found = solve([
			[[1, 1], 0],
			[[1, 2], 4]
		]);
		// 4·x alone: Σxy/Σxx = 8/5.
		expect(found).toEqual([0, expect.closeTo(1.6, 6)]);
	});

	test('no step away from the solution is better, whatever the rows', () => {
		const row = fc.tuple(
			fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 4, maxLength: 4 }),
			fc.integer()
		);
		fc.assert(
			fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
				const errorAt = (x: readonly number[]) =>
					rows.reduce((sum, [amounts, value]) => {
						const made = amounts.reduce((all, amount, at) => all + amount * x[at]!, 0);
						return sum + (made - (value % 1000)) ** 2;
					}, 0);
				const found = solve(rows.map(([amounts, value]) => [amounts, value % 1000] as const));
				expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
				const least = errorAt(found);
				for (const at of found.keys()) {
					for (const step of [-0.01, 0.01]) {
						const other = found.with(at, Math.max(0, found[at]! + step));
						expect(errorAt(other)).toBeGreaterThanOrEqual(least - 1e-6 * (1 + least));
					}
				}
			})
		);
	});
});

test('one disturbed step does not bend the line from sums to steps', () => {
	const seen = [1, 5, 20, 60].map((sumMs) => ({ sumMs, stepMs: 2 + 1.1 * sumMs }));
	const fit = fitSteps([...seen, { sumMs: 30, stepMs: 90 }]);
	expect(fit.hostMs).toBeCloseTo(2, 9);
	expect(fit.factor).toBeCloseTo(1.1, 9);
	expect(wholeStepMs(fitSteps([]), 7)).toBe(7);
});

describe('a plan without a device', () => {
	test.each([
		['v2-pico', 16, 2],
		['v2-nano-mbconv', 24, 3],
		['efficientnet-b0', 32, 1]
	])('has the calls that the engine times: %s at %i px', async (model, imageSize, batch) => {
		const benchmark = { model, imageSize, batch, heldOut: false };
		const graph = buildGraph(variantOf(benchmark));
		const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed: 0 });
		const { calls, bytes } = plannedStep(device, { graph, optimizer }, benchmark);
		const step = await executor.compileTraining(benchmark);
		const images = new Float32Array(batch * imageSize ** 2 * 3);
		const targets = new Float32Array(batch * graph.options.classes);
		const { plainScalars } = await import('$lib/engine/plainScalars');
		const timed = await step.profile!({ images, targets }, plainScalars, 1);
		expect(timed.map(({ ns: _, ...call }) => call)).toEqual(
			calls.map(({ kernel, layer, pass, macs, bytes: traffic }) => ({
				...{ layer, pass, kernel: kernel.kind, macs, bytes: traffic }
			}))
		);
		// The engine adds its own scratch and list of calls.
		const held = executor.trainingBytes!(benchmark);
		expect(bytes).toBeLessThanOrEqual(held);
		expect(bytes).toBeGreaterThan(0.75 * held);
		executor.dispose();
	});

	test('calls of one kind have equally many amounts, none of them negative', () => {
		const counts = new Map<string, number>();
		for (const benchmark of benchmarks) {
			for (const call of planned(benchmark.model, benchmark.imageSize, benchmark.batch).calls) {
				const { kind, amounts } = workOf(call);
				expect(counts.get(kind) ?? amounts.length).toBe(amounts.length);
				counts.set(kind, amounts.length);
				expect(Math.min(...amounts)).toBeGreaterThanOrEqual(0);
			}
		}
	});
});

describe('rates', () => {
	/** A device whose calls take exactly 300 ns, 2 ns a thousand multiply-adds and 0.1 ns a byte. */
	const timed = (model: string, imageSize: number, batch: number) => {
		const { calls } = planned(model, imageSize, batch);
		const ns = calls.map(({ macs, bytes }) => 300 + 0.002 * macs + 0.1 * bytes);
		return { calls, ns, stepMs: 1 + ns.reduce((sum, time) => sum + time, 0) / 1e6 };
	};

	test('a device that keeps to them is predicted within a hundredth', () => {
		const fitted = [timed('v2-pico', 32, 8), timed('v2-nano', 24, 8), timed('v2-micro-mbconv', 16, 8)];
		const rates = fitRates(fitted.map(sumsOf));
		const other = timed('v2-micro', 24, 4);
		const { ms, unknownCalls, beyondShare } = predictStep(rates, other.calls);
		expect(ms / other.stepMs).toBeCloseTo(1, 2);
		expect(unknownCalls).toBe(0);
		expect(beyondShare).toBe(0);
	});

	test('a network far beyond what was timed is said to be', () => {
		const rates = fitRates([sumsOf(timed('v2-nano', 16, 1))]);
		expect(predictStep(rates, planned('v2-nano', 64, 32).calls).beyondShare).toBeGreaterThan(0.9);
	});

	test('kinds that were never timed are counted, not guessed', () => {
		const fused = timed('v2-nano-fused', 16, 2);
		const kinds = new Set(fused.calls.map(({ kernel }) => kernel.kind));
		const { calls } = planned('v2-nano', 16, 2);
		const unknown = calls.filter(({ kernel }) => !kinds.has(kernel.kind));
		expect(unknown.map(({ kernel }) => kernel.kind)).toContain('depthwise');
		expect(predictStep(fitRates([sumsOf(fused)]), calls).unknownCalls).toBe(unknown.length);
	});

	test('a clock too coarse for a call is averaged over steps', () => {
		const { calls } = planned('v2-pico', 16, 1);
		const samples = Array.from({ length: 10 }, (_, at) => ({
			ns: calls.map((__, call) => ((call + at) % 10 === 0 ? 100_000 : 0)),
			stepMs: 2
		}));
		const benchmark = { model: 'v2-pico', imageSize: 16, batch: 1, heldOut: false };
		const { networks } = calibrate([{ benchmark, calls, samples }]);
		// A tenth of the calls show a tick of 0.1 ms in each step.
		expect(networks[0]!.sumMs).toBeCloseTo(calls.length / 100, 0);
	});
});

const few: readonly Benchmark[] = [
	{ model: 'v2-pico', imageSize: 32, batch: 4, heldOut: false },
	{ model: 'v2-nano', imageSize: 16, batch: 4, heldOut: false },
	{ model: 'v2-nano-mbconv', imageSize: 24, batch: 2, heldOut: false },
	{ model: 'v2-pico-mbconv', imageSize: 24, batch: 4, heldOut: false },
	{ model: 'v2-nano', imageSize: 24, batch: 4, heldOut: true }
];

test('a network that was never fitted is predicted on this processor', async () => {
	// Other work on the machine can meet the one network and not the others: until it has agreed once, on a quiet machine
	// at once.
	const errors: number[] = [];
	for (let attempt = 0; attempt < 6; attempt++) {
		let last: readonly TimedBenchmark[] = [];
		for await (const event of measureRates(engine, { benchmarks: few, rounds: 4 })) {
			if (event.type === 'turn') last = event.timed;
		}
		const { networks } = calibrate(last);
		const error = errorOf(networks.filter(({ heldOut }) => heldOut));
		errors.push(error?.largest ?? NaN);
		if (error !== null && error.largest < 0.25) return;
	}
	expect.fail(`off by ${errors.join(', ')}`);
}, 60_000);

test('who stops pulling has what was told, and the memory is free', async () => {
	const before = engine.heldBytes;
	let told = 0;
	for await (const event of measureRates(engine, { benchmarks: few, rounds: 50 })) {
		if (event.type === 'turn') told = event.timed.filter(({ samples }) => samples.length > 0).length;
		if (told === 2) break;
	}
	expect(told).toBe(2);
	expect(engine.heldBytes).toBe(before);
});

test('a device that is lost in the middle takes nothing of what was told', async () => {
	let steps = 0;
	const failing: Engine = {
		...engine,
		device: engine.device,
		createExecutor: async (options) => {
			const executor = await engine.createExecutor(options);
			const compileTraining = async (shape: { imageSize: number; batch: number }) => {
				const step = await executor.compileTraining(shape);
				const profile: NonNullable<typeof step.profile> = (...given) => {
					if (++steps > 20) throw new EngineError('device-lost', 'The device is gone.');
					return step.profile!(...given);
				};
				const run: typeof step.run = (...given) => step.run(...given);
				return { run, profile, metrics: () => step.metrics(), dispose: () => step.dispose() };
			};
			return Object.assign(Object.create(executor) as typeof executor, {
				compileTraining,
				writeParameters: executor.writeParameters.bind(executor),
				dispose: () => executor.dispose()
			});
		}
	};
	let told: readonly TimedBenchmark[] = [];
	const measure = async () => {
		for await (const event of measureRates(failing, { benchmarks: few, rounds: 50 })) {
			if (event.type === 'turn') told = event.timed;
		}
	};
	await expect(measure()).rejects.toMatchObject({ kind: 'device-lost' });
	const { rates, networks } = calibrate(told);
	expect(networks.length).toBeGreaterThan(0);
	expect(predictStep(rates!, planned('v2-pico', 16, 2).calls).ms).toBeGreaterThan(0);
});
