import { describe, expect, test } from 'vitest';
import type { Executor, OptimizerSpec, StepMetrics, StepScalars } from '$lib/engine/executor';
import { formulaParameters } from '$lib/model/formula';
import type { ParameterMap } from '$lib/model/parameters';
import reference from '../fixtures/trajectory.json';
import { expectDigest, type Digest } from './digest';
import { formulaBatch, graphOf, plainScalars, type NetworkCase } from './formulaRun';
import type { UseEngine } from './useEngine';

interface TrajectoryCase extends NetworkCase {
	readonly batches: number;
	readonly optimizer: 'sgd' | 'rmsprop' | 'adamw';
	readonly learningRate: number;
	readonly weightDecay: number;
	readonly momentum?: number;
	readonly decay?: number;
	readonly beta1?: number;
	readonly beta2?: number;
	readonly epsilon?: number;
	readonly clip?: number;
	readonly emaDecay?: number;
	readonly vanishing: readonly string[];
	readonly steps: readonly { readonly loss: number; readonly gradientNorm: number }[];
	readonly parameters: Readonly<Record<string, Digest>>;
	readonly statistics: Readonly<Record<string, Digest>>;
	readonly ema?: Readonly<Record<string, Digest>>;
}

const cases = reference.cases as unknown as readonly TrajectoryCase[];

function optimizerOf(found: TrajectoryCase): OptimizerSpec {
	const { momentum = 0, decay = 0, epsilon = 0, beta1 = 0, beta2 = 0 } = found;
	switch (found.optimizer) {
		case 'sgd':
			return { kind: 'sgd', momentum };
		case 'rmsprop':
			return { kind: 'rmsprop', decay, momentum, epsilon };
		case 'adamw':
			return { kind: 'adamw', beta1, beta2, epsilon };
	}
}

async function train(executor: Executor, found: TrajectoryCase): Promise<StepMetrics[]> {
	const batches = Array.from({ length: found.batches }, (_, index) => formulaBatch(found, index));
	const step = await executor.compileTraining(found);
	const rows: StepMetrics[] = [];
	for (let index = 0; index < found.steps.length; index++) {
		const scalars: StepScalars = {
			...plainScalars,
			step: index,
			learningRate: found.learningRate,
			weightDecay: found.weightDecay,
			clipNorm: found.clip ?? null,
			emaDecay: found.emaDecay ?? 0
		};
		const batch = batches[index % batches.length];
		if (batch !== undefined) step.run(batch, scalars);
		rows.push(...(await step.metrics(1)));
	}
	rows.push(...(await step.metrics()));
	step.dispose();
	return rows;
}

/** Running mean behind a bias that vanishes: AdamW moves the bias by rounding noise, and the mean follows it. */
function drifts(found: TrajectoryCase, name: string): boolean {
	return found.optimizer === 'adamw' && (found.vanishing.includes(name) || name.endsWith('.running_mean'));
}

function checkAll(
	found: TrajectoryCase,
	values: ParameterMap,
	wanted: Readonly<Record<string, Digest>>,
	relative: number
): void {
	for (const [name, digest] of Object.entries(wanted)) {
		const tensor = values.get(name);
		if (tensor === undefined) {
			// Running variances are listed in both conventions; this project keeps the unbiased one.
			expect(name).toContain('(population)');
		} else expectDigest(name, tensor, digest, drifts(found, name) ? 2e-2 : relative);
	}
}

async function check(use: UseEngine, found: TrajectoryCase): Promise<void> {
	const graph = graphOf(found);
	const ema = found.ema !== undefined;
	const executor = await use().createExecutor({ graph, optimizer: optimizerOf(found), ema, seed: 0 });
	try {
		executor.writeParameters(formulaParameters(graph, found.seed));
		const rows = await train(executor, found);
		expect(rows.map(({ step }) => step)).toEqual(found.steps.map((_, index) => index));
		found.steps.forEach(({ loss, gradientNorm }, index) => {
			const row = rows[index];
			expect(Math.abs((row?.loss ?? NaN) - loss), `loss ${index}`).toBeLessThanOrEqual(1e-3 * loss);
			const difference = Math.abs((row?.gradientNorm ?? NaN) - gradientNorm);
			expect(difference, `norm ${index}`).toBeLessThanOrEqual(1e-3 * gradientNorm);
		});
		const values = await executor.readParameters();
		checkAll(found, values, found.parameters, 1e-3);
		checkAll(found, values, found.statistics, 1e-3);
		if (found.ema !== undefined) checkAll(found, await executor.readParameters('ema'), found.ema, 1e-3);
	} finally {
		executor.dispose();
	}
}

/** Every case of trajectory.json: 20 steps each, then parameters, statistics and average. */
export function trajectorySuite(use: UseEngine): void {
	describe('twenty training steps equal the reference', () => {
		const named = cases.map((found) => {
			const extra = [found.clip === undefined ? '' : ', clipped', found.ema === undefined ? '' : ', average'];
			return [`${found.optimizer}${extra.join('')}`, found] as const;
		});
		test.each(named)('%s', (_, found) => check(use, found));
	});
}
