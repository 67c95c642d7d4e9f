import { add, mul, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable';

/**
 * branch + skip, both [batch, height, width, channels]. `mask` [batch, 1, 1, 1] is drop path: 0 drops an image's
 * branch, 1/survival keeps it; null keeps all.
 */
export function residual(branch: Tensor4D, skip: Tensor4D, mask: Tensor4D | null): Tensor4D {
	const masked = <T extends Tensor>(x: T): T => (mask === null ? x.clone() : mul(x, mask));
	const forward = () => ({ value: add(masked(branch), skip), saved: [] });
	return differentiable([branch, skip], forward, (dy) => [masked(dy), dy.clone()]) as Tensor4D;
}
