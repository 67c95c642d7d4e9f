import {
	add,
	argMax,
	cast,
	equal,
	logSoftmax,
	mul,
	neg,
	exp,
	sub,
	sum,
	type Scalar,
	type Tensor2D
} from '@tensorflow/tfjs-core';
import { differentiable, kept } from './differentiable';

/** (1 - smoothing)·targets + smoothing/classes, [batch, classes]. */
export function smoothed(targets: Tensor2D, smoothing: number): Tensor2D {
	if (smoothing === 0) return targets.clone();
	return add(mul(targets, 1 - smoothing), smoothing / targets.shape[1]);
}

/**
 * Mean over the batch of -Σ target·log softmax(logits), both [batch, classes]. The rows of `targets` sum to one,
 * so the gradient is (softmax - target) / batch.
 */
export function softmaxCrossEntropy(logits: Tensor2D, targets: Tensor2D): Scalar {
	const share = 1 / logits.shape[0];
	const forward = () => {
		const logProbabilities = logSoftmax(logits);
		return {
			value: mul(neg(sum(mul(targets, logProbabilities))), share),
			saved: [logProbabilities, targets]
		};
	};
	return differentiable([logits], forward, (dy, saved) => [
		mul(sub(exp(kept<Tensor2D>(saved, 0)), kept<Tensor2D>(saved, 1)), mul(dy, share))
	]) as Scalar;
}

/** How many rows have their largest logit where the largest target is. */
export function countCorrect(logits: Tensor2D, targets: Tensor2D): Scalar {
	return sum(cast(equal(argMax(logits, 1), argMax(targets, 1)), 'float32'));
}
