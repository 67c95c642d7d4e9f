import { expect } from 'vitest';
import { openEngine } from '$lib/engine/open';
import type { Course, Racer } from '$lib/engine/race/racer';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import { tiny } from './tiny';

/** The smallest course: odd sides, so that strides pad unevenly. */
export function tinyCourse(): Course {
	const graph = buildGraph(tiny);
	const shape = { imageSize: 9, batch: 3 };
	const { classes } = graph.options;
	const targets = new Float32Array(shape.batch * classes);
	formulaLabels('labels', 1, shape.batch, classes).forEach((label, n) => (targets[n * classes + label] = 1));
	const images = formulaImages('input', 1, shape.batch, shape.imageSize);
	const parameters = formulaParameters(graph, 1);
	return { graph, shape, parameters, batch: { images, targets }, learningRate: 0.05, momentum: 0.9 };
}

/** Losses of `steps` updates by the reference executor. */
export async function referenceLosses(course: Course, steps: number): Promise<number[]> {
	const engine = await openEngine('tfjs-cpu');
	const { graph, momentum, learningRate } = course;
	const optimizer = { kind: 'sgd', momentum } as const;
	const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed: 0 });
	executor.writeParameters(course.parameters);
	const training = await executor.compileTraining(course.shape);
	const still = { weightDecay: 0, clipNorm: null, dropout: 0, dropPath: 0, labelSmoothing: 0, emaDecay: 0 };
	for (let step = 0; step < steps; step++) training.run(course.batch, { ...still, step, learningRate });
	const rows = await training.metrics();
	training.dispose();
	executor.dispose();
	engine.close();
	return rows.map(({ loss }) => loss);
}

/** Holds a peer's losses against the reference's, to a thousandth or the tolerance of that step. */
export async function expectSameLosses(
	racer: Racer,
	reference: readonly number[],
	tolerances: readonly number[] = []
): Promise<void> {
	const losses: number[] = [];
	while (losses.length < reference.length - 1) {
		await racer.run();
		losses.push(...(await racer.finish(1)));
	}
	losses.push(...(await racer.finish(0)));
	racer.dispose();
	expect(losses).toHaveLength(reference.length);
	losses.forEach((loss, step) => {
		const error = Math.abs(loss / (reference[step] ?? NaN) - 1);
		expect(error, `step ${step}: ${loss} for ${reference[step]}`).toBeLessThan(tolerances[step] ?? 1e-3);
	});
}
