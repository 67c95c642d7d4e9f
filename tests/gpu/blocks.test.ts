import { afterAll, beforeAll, expect, test } from 'vitest';
import { bandwidth } from '$lib/engine/bandwidth';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { Engine } from '$lib/engine/engine';
import { openCompiled } from '$lib/engine/webgpu/open';
import { measureBlocks } from '$lib/labs/blocks/measure';
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

test('both kinds of block are measured by the device’s clock', async () => {
	const variant = findVariant('v2-pico')!;
	for await (const event of measureBlocks(engine, { variant, imageSize: 16, batch: 2, repeats: 1 })) {
		if (event.type !== 'repeat') continue;
		expect(event.figures.map(({ op }) => op)).toEqual(['mbconv', 'fused_mbconv']);
		for (const { stages, sumMs, stepMs } of event.figures) {
			expect(stages).toHaveLength(5);
			for (const { all } of stages) expect(all.stepMs.median).toBeGreaterThan(0);
			expect(sumMs.median).toBeGreaterThan(0);
			expect(stepMs.median).toBeGreaterThan(0);
		}
	}
});

test('a fence times the same dispatches and leaves the run as it was', async () => {
	const graph = buildGraph(tiny);
	const optimizer = { kind: 'sgd', momentum: 0.9 } as const;
	const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed: 0 });
	executor.writeParameters(formulaParameters(graph, 1));
	const step = await executor.compileTraining({ imageSize: 8, batch: 2 });
	const batch = {
		images: formulaImages('input', 1, 2, 8),
		targets: formulaTargets('labels', 1, 2, tiny.classes)
	};
	const scalars = { ...plainScalars, step: 3, learningRate: 1 };
	const before = await executor.readState();
	const own = await step.profile!(batch, scalars, 1);
	const fenced = await step.profile!(batch, scalars, 1, 'fence');
	const names = (dispatches: typeof own) =>
		dispatches.map(({ layer, pass, kernel }) => [layer, pass, kernel]);
	expect(names(fenced)).toEqual(names(own));
	expect(fenced.some(({ ns }) => ns > 0)).toBe(true);
	expect(await executor.readState()).toEqual(before);
	await expect(step.profile!(batch, scalars, 0, 'fence')).rejects.toThrow(RangeError);
	executor.dispose();
});

test('the adapter’s memory has a measured rate', async () => {
	const rate = await bandwidth(dawn.device);
	expect(rate).toBeGreaterThan(0.01);
	expect(rate).toBeLessThan(20_000);
});
