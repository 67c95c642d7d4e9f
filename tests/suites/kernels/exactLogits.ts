import { toTfjs } from '$lib/engine/layouts';
import { evaluationPlan, foldingPlan } from '$lib/engine/plan/evaluation';
import { layoutsOf, type FlatLayout } from '$lib/engine/plan/flatLayout';
import { formulaImages, formulaParameters } from '$lib/model/formula';
import type { ParameterMap } from '$lib/model/parameters';
import { graphOf, type NetworkCase } from '../formulaRun';
import { runPlan } from './runPlan';

function flat(layout: FlatLayout, parameters: ParameterMap): Float64Array {
	const packed = new Float32Array(layout.size);
	for (const { spec, offset, size } of layout.slots) {
		toTfjs(spec, parameters.get(spec.name) ?? new Float32Array(), packed.subarray(offset, offset + size));
	}
	return Float64Array.from(packed);
}

/** Logits of the formula's network and images in double precision from end to end. */
export function exactLogits(found: NetworkCase, inputSeed: number): Float64Array {
	const graph = graphOf(found);
	const layouts = layoutsOf(graph);
	const parameters = formulaParameters(graph, found.seed);
	const logits = new Float64Array(found.batch * found.classes);
	const spaces = {
		parameters: flat(layouts.trainable, parameters),
		statistics: flat(layouts.statistics, parameters),
		folded: new Float64Array(layouts.trainable.size),
		images: Float64Array.from(formulaImages('input', inputSeed, found.batch, found.imageSize)),
		logits
	};
	runPlan(foldingPlan(graph, layouts, 'parameters'), spaces);
	runPlan(evaluationPlan(graph, layouts, found, 1, 'parameters'), spaces);
	return logits;
}
