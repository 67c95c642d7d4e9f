import type { Batch } from '$lib/engine/executor';
import { formulaImages, formulaTargets } from '$lib/model/formula';

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
