import { add, mul, sigmoid, sub, type Tensor } from '@tensorflow/tfjs-core';

/** SiLU: x·σ(x). */
export function silu<T extends Tensor>(x: T): T {
	return mul(x, sigmoid(x));
}

/** dy·SiLU'(x), where SiLU' = σ + x·σ·(1 - σ). */
export function siluGradient<T extends Tensor>(dy: T, x: T): T {
	const gate = sigmoid(x);
	return mul(dy, add(gate, mul(mul(x, gate), sub(1, gate))));
}
