import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaTargets } from '$lib/model/formula';
import { initialParameters } from '$lib/model/initialise';
import type { Variant } from '$lib/model/variant';
import type { StepShape } from '../executor';
import type { Course } from './racer';

/** The task of a race: the variant from its initial weights, on one batch of noise with labels by the formula. */
export function raceCourse(variant: Variant, shape: StepShape, seed: number): Course {
	const { batch, imageSize } = shape;
	const graph = buildGraph(variant);
	return {
		graph,
		shape,
		parameters: initialParameters(graph, seed),
		batch: {
			images: formulaImages('input', seed, batch, imageSize),
			targets: formulaTargets('labels', seed, batch, graph.options.classes)
		},
		learningRate: 0.01,
		momentum: 0.9
	};
}
