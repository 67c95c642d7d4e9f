/**
 * Twins of a variant, alike but for the block type: the question of the paper's Table 3, asked of a small network.
 * Kernel, stride, expansion, channels and repeats stay; squeeze-and-excitation belongs to MBConv alone.
 */
import { SE_RATIO } from './tables/row';
import type { StageTable, Variant } from './variant';

function twin(variant: Variant, suffix: string, change: Pick<StageTable, 'op' | 'seRatio'>): Variant {
	const stages = variant.stages.map((stage) => ({ ...stage, ...change }));
	return { ...variant, name: `${variant.name}-${suffix}`, stages };
}

/** Every stage MBConv; a stage of expansion 1 becomes the depthwise-separable form. Name ends in `-mbconv`. */
export function withEveryStageMBConv(variant: Variant): Variant {
	return twin(variant, 'mbconv', { op: 'mbconv', seRatio: SE_RATIO });
}

/** Every stage Fused-MBConv, no squeeze-and-excitation. Name ends in `-fused`. */
export function withEveryStageFused(variant: Variant): Variant {
	return twin(variant, 'fused', { op: 'fused_mbconv', seRatio: 0 });
}
