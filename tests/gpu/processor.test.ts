import { expect, test } from 'vitest';
import type { ParameterMap } from '$lib/model/parameters';
import { formulaParameters } from '$lib/model/formula';
import type { Engine } from '$lib/engine/engine';
import type { ExecutorOptions, StepMetrics } from '$lib/engine/executor';
import { formulaBatch, graphOf, plainScalars, type NetworkCase } from '../suites/formulaRun';
import { useEngine } from '../suites/useEngine';

// The two engines that run plans, on the same seeds: the draws of dropout and drop path are theirs, not the test's.
const wasm = useEngine('wasm');
const webgpu = useEngine('webgpu');

const network: NetworkCase = {
	variant: 'v2-pico',
	imageSize: 16,
	batch: 4,
	padding: 'same',
	bnEpsilon: 1e-3,
	classes: 10,
	seed: 3
};
const graph = graphOf(network);
const steps = 10;
const scalars = {
	...plainScalars,
	learningRate: 0.02,
	weightDecay: 1e-4,
	clipNorm: 5,
	labelSmoothing: 0.1,
	emaDecay: 0.9
};

interface Run {
	readonly metrics: readonly StepMetrics[];
	readonly average: ParameterMap;
}

/** Steps on the formula's batches with these rates and this key of the draws. */
async function run(engine: Engine, seed: number, rates: { dropout: number; dropPath: number }): Promise<Run> {
	const options: ExecutorOptions = {
		graph,
		optimizer: { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 },
		ema: true,
		seed
	};
	const executor = await engine.createExecutor(options);
	executor.writeParameters(formulaParameters(graph, network.seed));
	const step = await executor.compileTraining(network);
	for (let index = 0; index < steps; index++) {
		step.run(formulaBatch(network, index), { ...scalars, ...rates, step: index });
	}
	const metrics = await step.metrics();
	const average = await executor.readParameters('ema');
	executor.dispose();
	return { metrics, average };
}

const losses = ({ metrics }: Run) => metrics.map(({ loss }) => loss);

/** Largest difference of two runs' losses, as a share of the loss. */
function lossDistance(a: Run, b: Run): number {
	expect(a.metrics.length).toBe(steps);
	const other = losses(b);
	return Math.max(...losses(a).map((loss, i) => Math.abs(loss - other[i]!) / loss));
}

/** Norm of the difference of two runs' averages, as a share of the norm. */
function averageDistance(a: Run, b: Run): number {
	let [whole, apart] = [0, 0];
	for (const [name, values] of a.average) {
		const other = b.average.get(name);
		values.forEach((value, i) => {
			whole += value ** 2;
			apart += (value - (other?.[i] ?? NaN)) ** 2;
		});
	}
	return Math.sqrt(apart / whole);
}

test('the processor trains as WebGPU does on the same seeds, dropout and drop path on', async () => {
	const rates = { dropout: 0.3, dropPath: 0.4 };
	const [ours, theirs] = [await run(wasm(), 7, rates), await run(webgpu(), 7, rates)];
	// Sums in another order: 1e-7 was measured on SwiftShader.
	expect(lossDistance(ours, theirs)).toBeLessThan(1e-5);
	expect(averageDistance(ours, theirs)).toBeLessThan(1e-5);
	// The draws matter: another key, or none, leads a thousand times as far away.
	for (const other of [await run(wasm(), 8, rates), await run(wasm(), 7, { dropout: 0, dropPath: 0 })]) {
		expect(lossDistance(ours, other)).toBeGreaterThan(1e-3);
		expect(averageDistance(ours, other)).toBeGreaterThan(1e-3);
	}
});
