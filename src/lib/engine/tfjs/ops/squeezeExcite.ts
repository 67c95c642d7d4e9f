import {
	add,
	matMul,
	mul,
	reshape,
	sigmoid,
	sub,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	type Tensor4D
} from '@tensorflow/tfjs-core';
import { silu, siluGradient } from './activation';
import { differentiable, kept } from './differentiable';
import { batchSum, spatialMean } from './reduction';

export interface SqueezeExciteWeights {
	/** [channels, reduced] */
	readonly reduce: Tensor2D;
	/** [reduced] */
	readonly reduceBias: Tensor1D;
	/** [reduced, channels] */
	readonly expand: Tensor2D;
	/** [channels] */
	readonly expandBias: Tensor1D;
}

/** Squeeze and excitation: each channel of x [batch, height, width, channels] times a gate read off all of them. */
export function squeezeExcite(x: Tensor4D, weights: SqueezeExciteWeights): Tensor4D {
	const { reduce, reduceBias, expand, expandBias } = weights;
	const [batch, height, width, channels] = x.shape;
	const pixels = height * width;
	const perPixel = [batch, 1, 1, channels];
	const forward = () => {
		const squeezed = spatialMean(x);
		const reduced = add<Tensor2D>(matMul(squeezed, reduce), reduceBias);
		const gate = sigmoid(add<Tensor2D>(matMul(silu(reduced), expand), expandBias));
		return { value: mul(x, reshape(gate, perPixel)), saved: [x, squeezed, reduced, gate] };
	};
	const backward = (dy: Tensor, saved: readonly Tensor[]) => {
		const input = kept<Tensor4D>(saved, 0);
		const squeezed = kept<Tensor2D>(saved, 1);
		const reduced = kept<Tensor2D>(saved, 2);
		const gate = kept<Tensor2D>(saved, 3);
		const atGate = mul<Tensor2D>(mul(spatialMean(mul(dy, input)), pixels), mul(gate, sub(1, gate)));
		const atReduced = siluGradient<Tensor2D>(matMul(atGate, expand, false, true), reduced);
		const atSqueezed = mul(matMul(atReduced, reduce, false, true), 1 / pixels);
		return [
			add(mul(dy, reshape(gate, perPixel)), reshape(atSqueezed, perPixel)),
			matMul(squeezed, atReduced, true),
			batchSum(atReduced),
			matMul(silu(reduced), atGate, true),
			batchSum(atGate)
		];
	};
	return differentiable([x, reduce, reduceBias, expand, expandBias], forward, backward) as Tensor4D;
}
