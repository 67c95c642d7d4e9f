import { describe, expect, test } from 'vitest';
import type { Executor, StepScalars, StepShape } from '$lib/engine/executor';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import type { Graph, Padding } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import { CounterStream } from '$lib/random/stream';
import { oneHot, plainScalars } from './formulaRun';
import { tiny } from './tiny';
import type { UseEngine } from './useEngine';

const shape: StepShape = { imageSize: 8, batch: 4 };
const batch = {
	images: formulaImages('input', 2, shape.batch, shape.imageSize),
	targets: oneHot(formulaLabels('labels', 2, shape.batch, tiny.classes), tiny.classes)
};
/** Draws of step 3 drop some branches and features, the same ones at every evaluation of the loss. */
const scalars: StepScalars = { ...plainScalars, step: 3, dropout: 0.3, dropPath: 0.6, labelSmoothing: 0.1 };

/** Small against the parameters, large against float32's rounding of a loss near 1.4. */
const STEP = 2e-3;

async function lossAt(executor: Executor, parameters: ParameterMap): Promise<number> {
	executor.writeParameters(parameters);
	const step = await executor.compileTraining(shape);
	step.run(batch, { ...scalars, learningRate: 0 });
	const [row] = await step.metrics();
	return row?.loss ?? NaN;
}

/** Without momentum and with rate 1 a step subtracts just the gradient. */
async function gradientAt(executor: Executor, parameters: ParameterMap): Promise<ParameterMap> {
	executor.writeParameters(parameters);
	const step = await executor.compileTraining(shape);
	step.run(batch, { ...scalars, learningRate: 1 });
	await step.metrics();
	const after = await executor.readParameters();
	return new Map(
		[...parameters].map(([name, values]) => [
			name,
			values.map((value, i) => value - (after.get(name)?.[i] ?? NaN))
		])
	);
}

/** `parameters` moved by `distance` along `direction` in the tensor called `name`. */
function moved(
	parameters: ParameterMap,
	name: string,
	direction: Float32Array,
	distance: number
): ParameterMap {
	const values = parameters.get(name)?.map((value, i) => value + distance * (direction[i] ?? 0));
	return new Map(parameters).set(name, values ?? new Float32Array());
}

async function check(use: UseEngine, graph: Graph): Promise<void> {
	const executor = await use().createExecutor({
		graph,
		optimizer: { kind: 'sgd', momentum: 0 },
		ema: false,
		seed: 5
	});
	const parameters = formulaParameters(graph, 2);
	const gradient = await gradientAt(executor, parameters);
	for (const { name, trainable } of graph.parameters) {
		if (!trainable) continue;
		const along = new Float32Array(parameters.get(name)?.length ?? 0);
		new CounterStream(1, name).fillUniform(along, 0, -1, 1);
		const ahead = await lossAt(executor, moved(parameters, name, along, STEP));
		const behind = await lossAt(executor, moved(parameters, name, along, -STEP));
		const wanted = (ahead - behind) / (2 * STEP);
		const found = along.reduce((sum, value, i) => sum + value * (gradient.get(name)?.[i] ?? NaN), 0);
		const norm = Math.hypot(...(gradient.get(name) ?? [])) * Math.hypot(...along);
		// Rounding of the two losses, then the curvature's share.
		expect(Math.abs(found - wanted), `slope along ${name}`).toBeLessThanOrEqual(3e-4 + 2e-2 * norm);
	}
	executor.dispose();
}

/** The slope of the loss along a random direction in each tensor, with dropout and drop path on. */
export function finiteDifferencesSuite(use: UseEngine): void {
	describe('gradients equal finite differences', () => {
		test.each(['same', 'symmetric'] satisfies Padding[])('%s', (padding) =>
			check(use, buildGraph(tiny, { padding }))
		);
	});
}
