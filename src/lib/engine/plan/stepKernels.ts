/** Kernels around the network proper: draws, loss, update, folding. Read with kernel.ts. */

/** Keeps a feature or not by draw i of stream `stream`: y = x·mask. `x, scalars → y, mask` */
export interface DropoutKernel {
	readonly kind: 'dropout';
	readonly size: number;
	/** Hash of the stream's name. */
	readonly stream: number;
}

/** `x, mask → y` */
export interface MultiplyKernel {
	readonly kind: 'multiply';
	readonly size: number;
}

/** Mask [batch] of one path, whose threshold and scale stand in `scalars`. `scalars → mask` */
export interface PathMaskKernel {
	readonly kind: 'pathMask';
	readonly batch: number;
	/** Hash of the stream's name. */
	readonly stream: number;
	/** Number of the path. */
	readonly path: number;
}

/** Per image its loss and whether it is right, [batch, 2]. `logits, targets, scalars → dlogits, rows` */
export interface LossKernel {
	readonly kind: 'loss';
	readonly batch: number;
	readonly classes: number;
}

/** Sums of squares of slices of the gradient. `gradients → partial` */
export interface SquaresKernel {
	readonly kind: 'squares';
	readonly size: number;
	readonly slices: number;
}

/** Norm, clip factor and the step's row [loss, correct, norm, clip]. `partial, rows, scalars → row` */
export interface FinishKernel {
	readonly kind: 'finish';
	readonly slices: number;
	readonly batch: number;
}

export type OptimizerKernelSpec =
	| { readonly optimizer: 'sgd'; readonly momentum: number }
	| {
			readonly optimizer: 'rmsprop';
			readonly decay: number;
			readonly momentum: number;
			readonly epsilon: number;
	  }
	| { readonly optimizer: 'adamw'; readonly beta1: number; readonly beta2: number; readonly epsilon: number };

/** One update of a run of parameters. `gradients, decay, scalars, row → parameters, momentum, [square], [ema]` (all but the first four in place) */
export type UpdateKernel = OptimizerKernelSpec & {
	readonly kind: 'update';
	readonly size: number;
	readonly ema: boolean;
};

/** Running statistics and their average. `batchStatistics, scalars → statistics, [ema]`, in place */
export interface StatisticsKernel {
	readonly kind: 'statistics';
	readonly size: number;
	readonly momentum: number;
	readonly ema: boolean;
}

/**
 * Batch norm of an evaluation drawn into the convolution before it: weight·scale, bias. `window` rows of `channels`
 * outputs each. `weight, affine, statistics → foldedWeight, foldedBias`
 */
export interface FoldKernel {
	readonly kind: 'fold';
	readonly rows: number;
	readonly channels: number;
	readonly epsilon: number;
	readonly affineStride: number;
	readonly statisticsStride: number;
}
