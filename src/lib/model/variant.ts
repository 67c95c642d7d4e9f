/** What one block table holds: the only place that a network is written down. */

export type BlockOp = 'mbconv' | 'fused_mbconv';

export type Family = 'efficientnetv2' | 'efficientnet_v1' | 'small';

/** A row of the block table: `layers` blocks; the first takes the stride and the channel change. */
export interface StageTable {
	readonly op: BlockOp;
	readonly kernel: 3 | 5;
	readonly stride: 1 | 2;
	readonly expandRatio: number;
	readonly in: number;
	readonly out: number;
	readonly layers: number;
	/** Width of squeeze-and-excitation relative to the block's input channels; 0 means none. */
	readonly seRatio: number;
}

export interface Variant {
	readonly name: string;
	readonly family: Family;
	readonly stem: { readonly kernel: 3; readonly stride: 1 | 2; readonly out: number };
	readonly stages: readonly StageTable[];
	/** Output channels of the 1×1 convolution before pooling. */
	readonly headChannels: number;
	readonly classes: number;
	/** Image side in pixels that the counts are given for. */
	readonly evalSize: number;
	/** Dropout rate before the classifier in the released configuration; 0.2 where none was released. */
	readonly dropout: number;
	/** Survival probability that drop path approaches at the last block. */
	readonly survivalProbability: number;
}
