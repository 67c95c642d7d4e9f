/** A network in two forms, alike but for the type of its blocks: what is measured against each other in `/blocks`. */
import { SE_RATIO } from './tables/row';
import type { BlockOp, StageTable, Variant } from './variant';

export type BlockPair = Readonly<Record<BlockOp, Variant>>;

/** In the order in which they are drawn and measured. */
export const blockOps: readonly BlockOp[] = ['mbconv', 'fused_mbconv'];

/**
 * Every stage as MBConv and every stage as Fused-MBConv, at the same kernel, stride, expansion and channels.
 * Squeeze-and-excitation belongs to MBConv alone, as in V2: at the stage's own ratio, or at V2's quarter where the stage
 * was fused and had none. A single block of the reader's own (`oneBlock`) keeps the ratio that was given, also 0.
 */
export function blockPair(variant: Variant): BlockPair {
	const as = (change: (stage: StageTable) => Pick<StageTable, 'op' | 'seRatio'>): Variant => ({
		...variant,
		stages: variant.stages.map((stage) => ({ ...stage, ...change(stage) }))
	});
	return {
		mbconv: as(({ op, seRatio }) => ({ op: 'mbconv', seRatio: op === 'mbconv' ? seRatio : SE_RATIO })),
		fused_mbconv: as(() => ({ op: 'fused_mbconv', seRatio: 0 }))
	};
}

/** Sizes of one block. */
export interface BlockSizes {
	readonly in: number;
	readonly out: number;
	readonly expandRatio: number;
	readonly stride: 1 | 2;
	readonly kernel: 3 | 5;
	/** Width of MBConv's squeeze-and-excitation relative to `in`; 0 for none. */
	readonly seRatio: number;
}

/**
 * The smallest network around one block: a 3×3 convolution makes its input at the image's size, so that the way back runs
 * through the block as in the middle of a network; a 1×1 convolution and a classifier of two classes end it.
 */
export function oneBlock(sizes: BlockSizes): Variant {
	return {
		name: 'one block',
		family: 'small',
		stem: { kernel: 3, stride: 1, out: sizes.in },
		stages: [{ op: 'mbconv', layers: 1, ...sizes }],
		headChannels: 8,
		classes: 2,
		evalSize: 32,
		dropout: 0,
		survivalProbability: 1
	};
}
