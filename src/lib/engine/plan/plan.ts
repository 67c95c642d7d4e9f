/** A compiled step as data: kernel calls in order, and where their operands lie. */
import type { Kernel } from './kernel';

/** Buffers that outlive a step, one each, laid out by `FlatLayout`, and those at its two ends. */
export type Space =
	/** What is trained. */
	| 'parameters'
	| 'gradients'
	| 'momentum'
	| 'square'
	| 'ema'
	/** 1 where weight decay applies, by run of `ALIGNMENT` elements. */
	| 'decay'
	| 'statistics'
	| 'batchStatistics'
	| 'emaStatistics'
	/** Weights with batch norm drawn in; laid out as `parameters`. */
	| 'folded'
	| 'images'
	| 'targets'
	| 'logits'
	| 'imageGradient'
	/** What changes from step to step, see scalars.ts. */
	| 'scalars'
	/** [loss, correct, norm, clip] */
	| 'row';

/** `size` elements from `offset` of a space, or all of tensor `tensor` of the arena. */
export type Operand =
	{ readonly space: Space; readonly offset: number; readonly size: number } | ArenaOperand;

export interface ArenaOperand {
	readonly space: 'arena';
	readonly tensor: number;
	/** In units of four bytes. */
	readonly size: number;
	/** float16, rows filled up to a multiple of four channels; else float32. */
	readonly half?: true;
}

/** What activations are kept as between the ways forward and back. */
export type ActivationStorage = 'float32' | 'float16';

export type Pass = 'augment' | 'forward' | 'loss' | 'backward' | 'update' | 'fold';

export interface KernelCall {
	readonly kernel: Kernel;
	/** By the names that kernel.ts gives. */
	readonly operands: Readonly<Record<string, Operand>>;
	/** The op's name in the graph. */
	readonly layer: string;
	readonly pass: Pass;
	/** Multiply-adds of convolutions and matrix products; 0 for the rest. */
	readonly macs: number;
	/** Bytes read and written, each operand once. */
	readonly bytes: number;
}

/** What is told of a call when it is timed. */
export interface TimedCall extends Pick<KernelCall, 'layer' | 'pass' | 'macs' | 'bytes'> {
	readonly kernel: { readonly kind: string };
}

export interface Plan {
	readonly calls: readonly KernelCall[];
	/** Elements of each buffer of the arena. */
	readonly slabs: readonly number[];
	/** Slab of each tensor of the arena. */
	readonly slabOf: readonly number[];
	/** Elements of the buffers that belong to this step alone. */
	readonly sizes: Readonly<Partial<Record<Space, number>>>;
}
