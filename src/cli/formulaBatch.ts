import type { Batch } from '$lib/engine/executor';
import { formulaImages, formulaLabels, formulaSoftLabels } from '$lib/model/formula';

/** Targets [batch, classes] by the formula: soft ones for the name `soft-labels`, else one class per image. */
export function formulaTargets(name: string, seed: number, batch: number, classes: number): Float32Array {
	if (name === 'soft-labels') return Float32Array.from(formulaSoftLabels(name, seed, batch, classes));
	const targets = new Float32Array(batch * classes);
	formulaLabels(name, seed, batch, classes).forEach((label, n) => (targets[n * classes + label] = 1));
	return targets;
}

/** Batch number `index` of a trajectory: images `input-0`, labels `labels-0`, and so on. */
export function trajectoryBatch(
	index: number,
	seeds: { readonly images: number; readonly labels: number },
	shape: { readonly batch: number; readonly size: number; readonly classes: number }
): Batch {
	const { batch, size, classes } = shape;
	return {
		images: formulaImages(`input-${index}`, seeds.images, batch, size),
		targets: formulaTargets(`labels-${index}`, seeds.labels, batch, classes)
	};
}
