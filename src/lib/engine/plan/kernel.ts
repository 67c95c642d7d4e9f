/**
 * The kernels of a plan, as data: what each computes and on which shapes. Nothing here knows a device; every engine
 * that runs plans implements exactly this list. Images are NHWC float32; weights as layouts.ts has them: [k·k, in, out],
 * depthwise [k·k, channels], matrices [in, out]. `channels` need not divide by four. Operands are named in the comments:
 * what is read → what is written; those in brackets exist where the kernel's flags say so.
 */

import type {
	DropoutKernel,
	FinishKernel,
	FoldKernel,
	LossKernel,
	MultiplyKernel,
	PathMaskKernel,
	SquaresKernel,
	StatisticsKernel,
	UpdateKernel
} from './stepKernels';

/** How operands are stored. */
export interface Stored {
	/** Names of those that are float16, see `ArenaOperand`; all sums are float32 nevertheless. */
	half?: readonly string[];
}

/** A square window over square images. `pad` zeros stand before each row and column; what falls off the end is zero too. */
export interface Window extends Stored {
	readonly batch: number;
	readonly inSide: number;
	readonly outSide: number;
	readonly kernel: number;
	readonly stride: 1 | 2;
	readonly pad: number;
}

/** What follows a convolution while its result is still in registers. */
export interface Epilogue {
	readonly bias: boolean;
	readonly silu: boolean;
	readonly addend: boolean;
}

/** y = x ∗ weight. `x, weight, [bias], [addend] → y` */
export interface ConvKernel extends Window, Epilogue {
	readonly kind: 'conv';
	readonly in: number;
	readonly out: number;
}

/** dx = dy ∗ flipped weight. `dy, weight, [addend] → dx` */
export interface ConvInputGradientKernel extends Window {
	readonly kind: 'convInputGradient';
	readonly in: number;
	readonly out: number;
	readonly addend: boolean;
}

/** Partial sums of the weight's gradient, [splits, k·k, in, out], each over a slice of the batch's rows. `x, dy → partial` */
export interface ConvFilterGradientKernel extends Window {
	readonly kind: 'convFilterGradient';
	readonly in: number;
	readonly out: number;
	readonly splits: number;
}

/** `x, weight, [bias], [addend] → y` */
export interface DepthwiseKernel extends Window, Epilogue {
	readonly kind: 'depthwise';
	readonly channels: number;
}

/** `dy, weight, [addend] → dx` */
export interface DepthwiseInputGradientKernel extends Window {
	readonly kind: 'depthwiseInputGradient';
	readonly channels: number;
	readonly addend: boolean;
}

/** [splits, k·k, channels]. `x, dy → partial` */
export interface DepthwiseFilterGradientKernel extends Window {
	readonly kind: 'depthwiseFilterGradient';
	readonly channels: number;
	readonly splits: number;
}

/** Sum over the first axis of [splits, size]. `partial → sum` */
export interface SumSplitsKernel {
	readonly kind: 'sumSplits';
	readonly splits: number;
	readonly size: number;
}

/** Rows are pixels of the whole batch. */
interface Rows extends Stored {
	readonly rows: number;
	readonly channels: number;
}

/** Mean and centred second moment of each slice of rows, [slices, 2, channels]. `x → partial` */
export interface MomentsKernel extends Rows {
	readonly kind: 'moments';
	readonly slices: number;
}

/**
 * Joins the slices: `moments` [2, channels] holds mean and 1/√(variance + epsilon); `batchStatistics`, two runs of
 * channels `statisticsStride` apart, mean and unbiased variance. `partial → moments, batchStatistics`
 */
export interface JoinMomentsKernel extends Rows {
	readonly kind: 'joinMoments';
	readonly slices: number;
	readonly epsilon: number;
	readonly statisticsStride: number;
}

/** Batch norm of a training step: `affine` holds weight and, `affineStride` further, bias. */
interface Normalisation extends Rows {
	readonly silu: boolean;
	readonly affineStride: number;
	/** Drop path: the branch times `mask` [batch]. */
	readonly masked: boolean;
	readonly batch: number;
}

/** y = [mask·] act(weight·x̂ + bias) [+ skip]. `x, moments, affine, [skip], [mask] → y` */
export interface NormaliseKernel extends Normalisation {
	readonly kind: 'normalise';
	readonly skip: boolean;
}

/** Σ dz and Σ dz·x̂ of each slice, [slices, 2, channels]; dz is the gradient before activation. `dy, x, moments, affine, [mask] → partial` */
export interface NormaliseSumsKernel extends Normalisation {
	readonly kind: 'normaliseSums';
	readonly slices: number;
}

/** Joins the slices to the gradients of weight and bias. `partial → affineGradient` */
export interface JoinSumsKernel {
	readonly kind: 'joinSums';
	readonly channels: number;
	readonly slices: number;
	readonly affineStride: number;
}

/** `dy, x, moments, affine, affineGradient, [mask] → dx` */
export interface NormaliseGradientKernel extends Normalisation {
	readonly kind: 'normaliseGradient';
}

interface PerImage extends Stored {
	readonly batch: number;
	readonly pixels: number;
	readonly channels: number;
}

/** Mean over the pixels, [batch, channels]. `x → mean` */
export interface SpatialMeanKernel extends PerImage {
	readonly kind: 'spatialMean';
}

/** dx = dmean / pixels at every pixel. `dmean → dx` */
export interface SpatialMeanGradientKernel extends PerImage {
	readonly kind: 'spatialMeanGradient';
}

interface SqueezeExciteShape {
	readonly batch: number;
	readonly channels: number;
	readonly reduced: number;
}

/**
 * `hidden` [batch, reduced] is what enters SiLU, `gate` [batch, channels] what leaves the sigmoid.
 * `squeezed, reduceWeight, reduceBias, expandWeight, expandBias → hidden, gate`
 */
export interface GateKernel extends SqueezeExciteShape {
	readonly kind: 'gate';
}

/** `x, gate → y` */
export interface ScaleKernel extends PerImage {
	readonly kind: 'scale';
}

/** Gradient before the sigmoid, [batch, channels]. `x, dy, gate → dgate` */
export interface GateSumsKernel extends PerImage {
	readonly kind: 'gateSums';
}

/** Back through the two matrices. `dgate, hidden, reduceWeight, expandWeight → dhidden, dsqueezed` */
export interface GateGradientKernel extends SqueezeExciteShape {
	readonly kind: 'gateGradient';
}

/** `left` [rows, in] (through SiLU where `silu`) and `right` [rows, out]: their product [in, out] and the sum of `right`. `left, right → weightGradient, biasGradient` */
export interface MatrixGradientKernel {
	readonly kind: 'matrixGradient';
	readonly rows: number;
	readonly in: number;
	readonly out: number;
	readonly silu: boolean;
}

/** dx = dy·gate + dsqueezed / pixels. `dy, gate, dsqueezed → dx` */
export interface ScaleGradientKernel extends PerImage {
	readonly kind: 'scaleGradient';
}

export type Kernel =
	| ConvKernel
	| ConvInputGradientKernel
	| ConvFilterGradientKernel
	| DepthwiseKernel
	| DepthwiseInputGradientKernel
	| DepthwiseFilterGradientKernel
	| SumSplitsKernel
	| MomentsKernel
	| JoinMomentsKernel
	| NormaliseKernel
	| NormaliseSumsKernel
	| JoinSumsKernel
	| NormaliseGradientKernel
	| SpatialMeanKernel
	| SpatialMeanGradientKernel
	| GateKernel
	| ScaleKernel
	| GateSumsKernel
	| GateGradientKernel
	| MatrixGradientKernel
	| ScaleGradientKernel
	| DropoutKernel
	| MultiplyKernel
	| PathMaskKernel
	| LossKernel
	| SquaresKernel
	| FinishKernel
	| UpdateKernel
	| StatisticsKernel
	| FoldKernel;

export type KernelKind = Kernel['kind'];
export type KernelOf<K extends KernelKind> = Extract<Kernel, { kind: K }>;
