import {
	add,
	batchNorm,
	mul,
	rsqrt,
	squaredDifference,
	sub,
	type Rank,
	type Tensor1D,
	type Tensor4D
} from '@tensorflow/tfjs-core';
import type { BatchNormOp } from '$lib/model/graph';
import { silu, siluGradient } from './activation';
import { differentiable, kept } from './differentiable';
import { channelMean } from './reduction';

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
	const mean = channelMean(x);
	return { mean, variance: channelMean(squaredDifference(x, mean)) };
}

/**
 * Training mode: normalises with the batch's own mean and variance. `observe` sees these moments before they are
 * freed, for the running statistics; it must not keep them without `keep` or a clone.
 */
export function batchNormTraining(
	x: Tensor4D,
	affine: Affine,
	options: Normalisation,
	observe: (moments: Moments) => void
): Tensor4D {
	const forward = () => {
		const moments = batchMoments(x);
		observe(moments);
		const value = activate(normalise(x, moments, affine, options), options);
		return { value, saved: [x, moments.mean, moments.variance] };
	};
	return differentiable([x, affine.weight, affine.bias], forward, (dy, saved) => {
		const input = kept<Tensor4D>(saved, 0);
		const moments: Moments = { mean: kept(saved, 1), variance: kept(saved, 2) };
		const { atAffine, weight, bias, scale } = backward(dy as Tensor4D, input, moments, affine, options);
		// The batch's mean and variance move with x, which takes two projections out of the gradient:
		// mean(dz) and x̂·mean(dz·x̂). As a function of x their sum is again a normalisation.
		const projected = normalise(input, moments, { weight: weight.mean, bias: bias.mean }, options);
		return [mul(sub(atAffine, projected), scale), weight.sum(), bias.sum()];
	}) as Tensor4D;
}

/** Evaluation mode: normalises with the running statistics, which are constants. */
export function batchNormEvaluation(
	x: Tensor4D,
	affine: Affine,
	moments: Moments,
	options: Normalisation
): Tensor4D {
	const forward = () => ({
		value: activate(normalise(x, moments, affine, options), options),
		saved: [x, moments.mean, moments.variance]
	});
	return differentiable([x, affine.weight, affine.bias], forward, (dy, saved) => {
		const running: Moments = { mean: kept(saved, 1), variance: kept(saved, 2) };
		const part = backward(dy as Tensor4D, kept(saved, 0), running, affine, options);
		return [mul(part.atAffine, part.scale), part.weight.sum(), part.bias.sum()];
	}) as Tensor4D;
}

/** weight·x̂ + bias with x̂ = (x - mean) / √(variance + epsilon): one kernel call. */
function normalise(
	x: Tensor4D,
	{ mean, variance }: Moments,
	affine: Affine | null,
	options: Normalisation
): Tensor4D {
	return batchNorm<Rank.R4>(x, mean, variance, affine?.bias, affine?.weight, options.epsilon);
}

function activate(affine: Tensor4D, { activation }: Normalisation): Tensor4D {
	return activation === 'silu' ? silu(affine) : affine;
}

/** What both modes share: the gradient at weight·x̂ + bias, those of weight and bias, and the step back to x. */
function backward(dy: Tensor4D, x: Tensor4D, moments: Moments, affine: Affine, options: Normalisation) {
	const atAffine =
		options.activation === 'silu' ? siluGradient(dy, normalise(x, moments, affine, options)) : dy;
	const count = x.size / affine.weight.size;
	const summed = (mean: Tensor1D) => ({ mean, sum: () => mul<Tensor1D>(mean, count) });
	return {
		atAffine,
		weight: summed(channelMean(mul(atAffine, normalise(x, moments, null, options)))),
		bias: summed(channelMean(atAffine)),
		scale: mul(rsqrt(add(moments.variance, options.epsilon)), affine.weight)
	};
}
