import {
	add,
	matMul,
	mean,
	mul,
	reshape,
	sigmoid,
	sub,
	sum,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	type Tensor4D
} from '@tensorflow/tfjs-core';
import { silu, siluGradient } from './activation';
import { differentiable, kept } from './differentiable';

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
	const perPixel = [batch, 1, 1, channels];
	const forward = () => {
		const squeezed = mean<Tensor2D>(x, [1, 2]);
		const reduced = add<Tensor2D>(matMul(squeezed, reduce), reduceBias);
		const gate = sigmoid(add<Tensor2D>(matMul(silu(reduced), expand), expandBias));
		return { value: mul(x, reshape(gate, perPixel)), saved: [x, squeezed, reduced, gate] };
	};
	const backward = (dy: Tensor, saved: readonly Tensor[]) => {
		const input = kept<Tensor4D>(saved, 0);
		const squeezed = kept<Tensor2D>(saved, 1);
		const reduced = kept<Tensor2D>(saved, 2);
		const gate = kept<Tensor2D>(saved, 3);
		const atGate = mul<Tensor2D>(sum(mul(dy, input), [1, 2]), mul(gate, sub(1, gate)));
		const atReduced = siluGradient<Tensor2D>(matMul(atGate, expand, false, true), reduced);
		const atSqueezed = mul(matMul(atReduced, reduce, false, true), 1 / (height * width));
		return [
			add(mul(dy, reshape(gate, perPixel)), reshape(atSqueezed, perPixel)),
			matMul(squeezed, atReduced, true),
			sum(atReduced, 0),
			matMul(silu(reduced), atGate, true),
			sum(atGate, 0)
		];
	};
	return differentiable([x, reduce, reduceBias, expand, expandBias], forward, backward) as Tensor4D;
}
