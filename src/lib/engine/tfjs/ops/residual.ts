import { add, mul, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable';

/**
 * branch + skip, both [batch, height, width, channels]. `mask` [batch, 1, 1, 1] is drop path: 0 drops an image's
 * branch, 1/survival keeps it; null keeps all.
 */
export function residual(branch: Tensor4D, skip: Tensor4D, mask: Tensor4D | null): Tensor4D {
	const forward = () => ({ value: add(masked(branch, mask), skip), saved: mask === null ? [] : [mask] });
	return differentiable([branch, skip], forward, (dy, [saved]) => [
		masked(dy, saved ?? null),
		dy.clone()
	]) as Tensor4D;
}

/** x·mask, a fresh tensor in any case. */
export function masked<T extends Tensor>(x: T, mask: Tensor | null): T {
	return mask === null ? x.clone() : mul(x, mask);
}
