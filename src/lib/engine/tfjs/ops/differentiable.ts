import { customGrad, tidy, type Tensor } from '@tensorflow/tfjs-core';

export interface Forward {
	readonly value: Tensor;
	/** What `backward` needs besides weights: everything made in the forward pass is freed at its end otherwise. */
	readonly saved: readonly Tensor[];
}

/**
 * An op with its own gradient on TensorFlow.js's tape. The package's stock gradients are registered only by the
 * union package, which brings every backend along; and they take a batch norm with SiLU through 59 kernel calls
 * where the formula needs about 25. `backward` returns one gradient per input, in their order; a gradient that is
 * `dy` itself must be a clone, since the tape disposes what it has added up.
 */
export function differentiable(
	inputs: Tensor[],
	forward: () => Forward,
	backward: (dy: Tensor, saved: readonly Tensor[]) => Tensor[]
): Tensor {
	const op = customGrad((...args) => {
		const save = args[args.length - 1];
		const { value, saved } = forward();
		if (typeof save === 'function') save([...saved]);
		return { value, gradFunc: (dy: Tensor, kept: Tensor[]) => tidy(() => backward(dy, kept)) };
	});
	return op(...inputs);
}

/** The i-th saved tensor, in the type that the op saved it in. */
export function kept<T extends Tensor>(saved: readonly Tensor[], index: number): T {
	const tensor = saved[index];
	if (tensor === undefined) throw new RangeError(`Nothing was saved at ${index}.`);
	return tensor as T;
}
