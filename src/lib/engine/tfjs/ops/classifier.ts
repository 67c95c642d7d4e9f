import {
	add,
	matMul,
	mul,
	reshape,
	tile,
	type Tensor1D,
	type Tensor2D,
	type Tensor4D
} from '@tensorflow/tfjs-core';
import { differentiable, kept } from './differentiable';
import { masked } from './residual';
import { batchSum, spatialMean } from './reduction';

/** Mean over space: [batch, height, width, channels] to [batch, channels]. */
export function globalPool(x: Tensor4D): Tensor2D {
	const [batch, height, width, channels] = x.shape;
	const forward = () => ({ value: spatialMean(x), saved: [] });
	return differentiable([x], forward, (dy) => {
		const share = mul(reshape(dy, [batch, 1, 1, channels]), 1 / (height * width));
		return [tile(share, [1, height, width, 1])];
	}) as Tensor2D;
}

/** x·mask, both [batch, channels]; the mask holds 0 where a feature is dropped, else 1/(1 - rate). Null keeps all. */
export function dropout(x: Tensor2D, mask: Tensor2D | null): Tensor2D {
	const forward = () => ({ value: masked(x, mask), saved: mask === null ? [] : [mask] });
	return differentiable([x], forward, (dy, [saved]) => [masked(dy, saved ?? null)]) as Tensor2D;
}

/** x·weight + bias: [batch, in] by [in, out] to [batch, out]. */
export function dense(x: Tensor2D, weight: Tensor2D, bias: Tensor1D): Tensor2D {
	const forward = () => ({ value: add(matMul(x, weight), bias), saved: [x] });
	return differentiable([x, weight, bias], forward, (dy, saved) => [
		matMul(dy as Tensor2D, weight, false, true),
		matMul(kept<Tensor2D>(saved, 0), dy as Tensor2D, true),
		batchSum(dy)
	]) as Tensor2D;
}
