import {
	add,
	batchNorm as normalise,
	mean as meanOf,
	mul,
	reshape,
	rsqrt,
	square,
	sub,
	sum,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	type Tensor4D
} from '@tensorflow/tfjs-core';
import type { BatchNormOp } from '$lib/model/graph';
import { silu, siluGradient } from './activation';
import { differentiable, kept } from './differentiable';

export interface Affine {
	/** Scale, [channels]. */
	readonly weight: Tensor1D;
	/** Shift, [channels]. */
	readonly bias: Tensor1D;
}

export interface Moments {
	/** [channels] */
	readonly mean: Tensor1D;
	/** Population variance, [channels]. */
	readonly variance: Tensor1D;
}

export interface Normalisation {
	readonly epsilon: number;
	readonly activation: BatchNormOp['activation'];
}

/** Mean and population variance over batch and space, in two passes: the mean of squares would cancel digits. */
export function batchMoments(x: Tensor4D): Moments {
	const rows = asRows(x);
	const mean = meanOf<Tensor1D>(rows, 0);
	const variance = meanOf<Tensor1D>(square(sub(rows, mean)), 0);
	return { mean, variance };
}

/** [batch·height·width, channels]: the same memory with one axis to sum over. */
function asRows(x: Tensor): Tensor2D {
	return reshape(x, [-1, x.shape[x.shape.length - 1] ?? 1]);
}

/**
 * Training mode: normalises with the batch's own mean and variance. `observe` sees these moments before they are
 * freed, for the running statistics; it must not keep them without `keep` or a clone.
 */
export function batchNormTraining(
	x: Tensor4D,
	{ weight, bias }: Affine,
	options: Normalisation,
	observe: (moments: Moments) => void
): Tensor4D {
	const forward = () => {
		const moments = batchMoments(x);
		observe(moments);
		const affine = normalise(x, moments.mean, moments.variance, bias, weight, options.epsilon);
		return { value: activate(affine, options), saved: [x, moments.mean, moments.variance] };
	};
	return differentiable([x, weight, bias], forward, (dy, saved) => {
		const moments: Moments = { mean: kept(saved, 1), variance: kept(saved, 2) };
		const part = backward(dy, kept(saved, 0), moments, { weight, bias }, options);
		const rows = part.normalised.shape[0];
		// The batch's mean and variance move with x: two projections are taken out of the gradient.
		const alongMean = mul(part.bias, 1 / rows);
		const alongVariance = mul(part.normalised, mul(part.weight, 1 / rows));
		const centred = sub(sub(part.affine, alongMean), alongVariance);
		return [reshape(mul(centred, part.scale), x.shape), part.weight, part.bias];
	}) as Tensor4D;
}

/** Evaluation mode: normalises with the running statistics, which are constants. */
export function batchNormEvaluation(
	x: Tensor4D,
	{ weight, bias }: Affine,
	moments: Moments,
	options: Normalisation
): Tensor4D {
	const forward = () => {
		const affine = normalise(x, moments.mean, moments.variance, bias, weight, options.epsilon);
		return { value: activate(affine, options), saved: [x] };
	};
	return differentiable([x, weight, bias], forward, (dy, saved) => {
		const part = backward(dy, kept(saved, 0), moments, { weight, bias }, options);
		return [reshape(mul(part.affine, part.scale), x.shape), part.weight, part.bias];
	}) as Tensor4D;
}

function activate(affine: Tensor4D, { activation }: Normalisation): Tensor4D {
	return activation === 'silu' ? silu(affine) : affine;
}

/** What both modes share. With x̂ the normalised x: gradients at weight·x̂ + bias, of weight and of bias. */
function backward(dy: Tensor, x: Tensor4D, moments: Moments, affine: Affine, options: Normalisation) {
	const { mean, variance } = moments;
	const inverse = rsqrt(add(variance, options.epsilon));
	const normalised = mul<Tensor2D>(sub(asRows(x), mean), inverse);
	const rows = asRows(dy);
	const atAffine =
		options.activation === 'silu'
			? siluGradient<Tensor2D>(rows, add(mul(normalised, affine.weight), affine.bias))
			: rows;
	return {
		normalised,
		affine: atAffine,
		weight: sum<Tensor1D>(mul(atAffine, normalised), 0),
		bias: sum<Tensor1D>(atAffine, 0),
		scale: mul(inverse, affine.weight)
	};
}
