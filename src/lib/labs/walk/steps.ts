/** What a block does, one thing at a time: each step has the tensor before it and the tensor after it. */
import type { BatchNormOp, ConvOp, DepthwiseOp, SqueezeExciteOp } from '$lib/model/graph';
import type { Convolution } from './layers';
import type { Maps } from './maps';

interface Between {
	readonly before: Maps;
	readonly after: Maps;
	/** Multiply-adds for the whole window, as the papers count: convolutions and the two of squeeze-and-excitation. */
	readonly macs: number;
	/** Trainable parameters. */
	readonly parameters: number;
}

/** The window's colours, normalised, and the channels that the stem makes of them: what enters the block. */
export interface InputStep extends Between {
	readonly kind: 'input';
}

export interface ConvolutionStep extends Between, Convolution {
	/** `expand` and `project` are 1×1 to more and to fewer channels, `dense` is k×k over all channels. */
	readonly kind: 'expand' | 'project' | 'dense' | 'depthwise';
	readonly op: ConvOp | DepthwiseOp;
}

/** γ·(x - μ)/√(σ² + ε) + β, each an array over channels. */
export interface NormStep extends Between {
	readonly kind: 'norm';
	readonly op: BatchNormOp;
	readonly mean: Float64Array;
	readonly variance: Float64Array;
	readonly gamma: Float32Array;
	readonly beta: Float32Array;
	readonly epsilon: number;
}

export interface SiluStep extends Between {
	readonly kind: 'silu';
	readonly op: BatchNormOp;
}

/** The mean of every channel. */
export interface SqueezeStep extends Between {
	readonly kind: 'squeeze';
	readonly op: SqueezeExciteOp;
}

/** A matrix with a bias, then SiLU (`reduce`) or the sigmoid (`gate`). */
export interface MatrixStep extends Between {
	readonly kind: 'reduce' | 'gate';
	readonly op: SqueezeExciteOp;
	/** [out, in] */
	readonly weight: Float32Array;
	readonly bias: Float32Array;
	/** What comes out of matrix and bias, before the activation, [out]. */
	readonly sums: Float64Array;
}

/** Every channel times its gate. */
export interface ScaleStep extends Between {
	readonly kind: 'scale';
	readonly op: SqueezeExciteOp;
	/** Side 1. */
	readonly gates: Maps;
}

export interface AddStep extends Between {
	readonly kind: 'add';
	/** The block's input. */
	readonly skip: Maps;
}

export type Step =
	InputStep | ConvolutionStep | NormStep | SiluStep | SqueezeStep | MatrixStep | ScaleStep | AddStep;

export type StepKind = Step['kind'];
