import { setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OptimizerSpec, StepMetrics, StepScalars } from '$lib/engine/executor';
import type { Engine } from '$lib/engine/engine';
import { openEngine } from '$lib/engine/open';
import { initialParameters } from '$lib/model/initialise';
import type { GraphOptions } from '$lib/model/graph';
import { formulaBatch, graphOf, type NetworkCase } from '../../suites/formulaRun';

/*
 * WebGL registers only the kernels that are listed in webglKernels.ts. Every path through a step is taken once, and
 * the numbers are held against the processor's, which the reference has judged.
 */

interface Outcome {
	readonly rows: readonly StepMetrics[];
	readonly logits: Float32Array;
	readonly inputGradient: Float32Array;
}

const scalars: StepScalars = {
	step: 0,
	learningRate: 0.01,
	weightDecay: 1e-4,
	clipNorm: 1,
	dropout: 0.2,
	dropPath: 0.2,
	labelSmoothing: 0.1,
	emaDecay: 0.9
};

async function outcome(engine: Engine, network: NetworkCase, optimizer: OptimizerSpec): Promise<Outcome> {
	await setBackend(engine.device.engine.replace('tfjs-', ''));
	const graph = graphOf(network);
	const executor = await engine.createExecutor({ graph, optimizer, ema: true, seed: 1 });
	try {
		executor.writeParameters(initialParameters(graph, 1));
		const batch = formulaBatch(network, 0);
		const gradient = await executor.compileGradient(network);
		const { input: inputGradient } = await gradient.run(batch, 0.1);
		const training = await executor.compileTraining(network);
		for (let step = 0; step < 3; step++) training.run(formulaBatch(network, step), { ...scalars, step });
		const rows = await training.metrics();
		executor.writeState(await executor.readState());
		const evaluation = await executor.compileEvaluation(network, 'ema');
		return { rows, logits: await evaluation.run(batch.images), inputGradient };
	} finally {
		executor.dispose();
	}
}

/** Largest difference, as a share of the largest value. */
function distance(found: Float32Array, wanted: Float32Array): number {
	const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	return found.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)), 0) / largest;
}

describe('WebGL trains as the processor does', () => {
	let webgl: Engine | null = null;
	let cpu: Engine | null = null;
	beforeAll(async () => {
		webgl = await openEngine('tfjs-webgl');
		cpu = await openEngine('tfjs-cpu');
	});
	afterAll(() => {
		webgl?.close();
		cpu?.close();
	});

	const sgd: OptimizerSpec = { kind: 'sgd', momentum: 0.9 };
	const cases: [string, GraphOptions['padding'], number, OptimizerSpec][] = [
		['v2-pico', 'same', 17, sgd],
		['v2-pico', 'symmetric', 16, { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 }],
		['v2-pico-fused', 'symmetric', 17, sgd],
		['v2-pico-mbconv', 'same', 16, { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-3 }]
	];
	test.each(cases)('%s, %s padding, %i pixels, %j', async (variant, padding, imageSize, optimizer) => {
		if (webgl === null || cpu === null) throw new Error('The engines are not open.');
		const network = { variant, padding, imageSize, batch: 4, classes: 10, bnEpsilon: 1e-3, seed: 3 };
		const found = await outcome(webgl, network, optimizer);
		const wanted = await outcome(cpu, network, optimizer);
		for (const [i, row] of wanted.rows.entries()) {
			expect(found.rows[i]?.loss).toBeCloseTo(row.loss, 3);
			expect(Math.abs((found.rows[i]?.gradientNorm ?? NaN) / row.gradientNorm - 1)).toBeLessThan(1e-2);
		}
		expect(found.rows).toHaveLength(3);
		expect(distance(found.inputGradient, wanted.inputGradient)).toBeLessThan(1e-3);
		expect(distance(found.logits, wanted.logits)).toBeLessThan(1e-3);
	});
});
