/** What one more layer costs: the network with a block added to the end of each stage. */
import type { Variant } from './variant';

/**
 * The variant with one more layer in every stage. The last block of each stage is the one that came: stride 1, as many
 * channels out as in. Name ends in `+1`.
 */
export function withOneMoreLayer(variant: Variant): Variant {
	const stages = variant.stages.map((stage) => ({ ...stage, layers: stage.layers + 1 }));
	return { ...variant, name: `${variant.name}+1`, stages };
}
