import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { Engine } from '$lib/engine/engine';
import { plannedStep } from '$lib/engine/planned';
import { openCompiled } from '$lib/engine/webgpu/open';
import { calibrate, type TimedBenchmark } from '$lib/labs/predict/calibration';
import { measureRates } from '$lib/labs/predict/measure';
import { optimizer, planOf } from '$lib/labs/predict/planned';
import { predictStep } from '$lib/labs/predict/rates';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaParameters, formulaTargets } from '$lib/model/formula';
import { findVariant } from '$lib/model/variants';
import { plainScalars } from '../suites/formulaRun';
import { tiny } from '../suites/tiny';

let dawn: Dawn;
let engine: Engine;
beforeAll(async () => {
	dawn = await openDawn();
	engine = await openCompiled(dawn);
});
afterAll(() => {
	engine.close();
	dawn.close();
});

const device = () => ({ engine: 'webgpu', software: engine.device.software }) as const;

test('a plan without a device has the calls and the memory of the device’s own', async () => {
	const graph = buildGraph(tiny);
	const shape = { imageSize: 8, batch: 2 };
	const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed: 0 });
	executor.writeParameters(formulaParameters(graph, 1));
	const step = await executor.compileTraining(shape);
	const batch = {
		images: formulaImages('input', 1, 2, 8),
		targets: formulaTargets('labels', 1, 2, tiny.classes)
	};
	const timed = await step.profile!(batch, plainScalars, 1);
	const { calls, bytes } = plannedStep(device(), { graph, optimizer }, shape);
	expect(timed.map(({ layer, pass, kernel, macs }) => [layer, pass, kernel, macs])).toEqual(
		calls.map(({ layer, pass, kernel, macs }) => [layer, pass, kernel.kind, macs])
	);
	const held = executor.trainingBytes!(shape);
	expect(bytes / held).toBeGreaterThan(0.8);
	expect(bytes / held).toBeLessThan(1.1);
	executor.dispose();
});

test('the rates of a WebGPU device grow with what is asked of it', async () => {
	const benchmarks = [
		{ model: 'v2-pico', imageSize: 16, batch: 2, heldOut: false },
		{ model: 'v2-pico', imageSize: 32, batch: 4, heldOut: false }
	];
	let timed: readonly TimedBenchmark[] = [];
	for await (const event of measureRates(engine, { benchmarks, rounds: 3 })) {
		if (event.type === 'turn') timed = event.timed;
	}
	const { rates, networks } = calibrate(timed);
	expect(networks.every(({ stepMs }) => stepMs.low > 0)).toBe(true);
	// The calls alone: what the host adds to a step is as much as other work of the machine makes it.
	const calls = { ...rates!, step: { hostMs: 0, factor: 1 } };
	const msAt = (imageSize: number) =>
		predictStep(calls, planOf(device(), findVariant('v2-pico')!, { imageSize, batch: 4 }).calls).ms;
	// Sixteen times the work: five times the time and more, with other work beside it or without.
	expect(msAt(64)).toBeGreaterThan(2 * msAt(16));
});
