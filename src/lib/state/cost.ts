import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant } from '$lib/model/variants';

/** What a training step costs more than the way forward: twice as much back, by the activations and by the weights. */
export const passes = 3;

/** Multiply-adds per image, forward, of a variant by image side, pixels. Throws RangeError if there is no such variant. */
export function imageCost(model: string): (size: number) => number {
	const variant = findVariant(model);
	if (variant === undefined) throw new RangeError(`There is no network called "${model}".`);
	const graph = buildGraph(variant);
	const known = new Map<number, number>();
	return (size) => {
		const macs = known.get(size) ?? countGraph(graph, size).macs;
		known.set(size, macs);
		return macs;
	};
}
