import {
	add,
	dispose,
	keep,
	mul,
	tensor1d,
	valueAndGrads,
	type Scalar,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	type Tensor4D
} from '@tensorflow/tfjs-core';
import type { BatchNormOp, Graph } from '$lib/model/graph';
import type { DropRates } from './draws';
import type { Flat } from './flat';
import { forward } from './forward';
import type { Moments } from './ops/batchNorm';
import { smoothed, softmaxCrossEntropy } from './ops/loss';
import type { Weights } from './weights';

export interface PassOptions {
	readonly labelSmoothing: number;
	/** Null: nothing is dropped. */
	readonly rates: DropRates | null;
	readonly imageGradient: boolean;
}

/** What one training-mode pass yields. All tensors belong to the surrounding `tidy`. */
export type Pass = {
	readonly loss: Scalar;
	readonly logits: Tensor2D;
	/** Of the loss with respect to everything that is trained. */
	readonly gradient: Tensor1D[];
	/** Running statistics as they are after this step. */
	readonly statistics: Tensor1D[];
	/** Gradient at the images; empty where it was not wanted. */
	readonly image: Tensor;
};

/** Forward and backward in training mode. Images [batch, size, size, 3], targets [batch, classes]. */
export function runPass(
	graph: Graph,
	weights: Weights,
	images: Tensor4D,
	targets: Tensor2D,
	options: PassOptions
): Pass {
	const parts = weights.trainableParts();
	const seen = new Sideline();
	try {
		const lossOf = (): Scalar => {
			const observe = (op: BatchNormOp, moments: Moments, count: number) => seen.moments(op, moments, count);
			const training = { rates: options.rates, observe, imageGradient: options.imageGradient };
			const logits = forward({ graph, weights: parts, training }, images);
			seen.hold('logits', logits);
			return softmaxCrossEntropy(logits, smoothed(targets, options.labelSmoothing));
		};
		const inputs = options.imageGradient ? [...parts.values(), images] : [...parts.values()];
		const { value: loss, grads } = valueAndGrads(lossOf)(inputs);
		const byName = new Map<string, Tensor>();
		[...parts.keys()].forEach((name, index) => byName.set(name, gradientAt(grads, index)));
		return {
			loss,
			logits: seen.take('logits').clone() as Tensor2D,
			gradient: [...weights.layout.trainable.join(byName)],
			statistics: [...seen.statisticsAfter(weights, graph.options.bnMomentum)],
			image: options.imageGradient ? gradientAt(grads, parts.size) : tensor1d([])
		};
	} finally {
		seen.dispose();
	}
}

function gradientAt(gradients: readonly Tensor[], index: number): Tensor {
	const gradient = gradients[index];
	if (gradient === undefined) throw new RangeError(`The tape gave no gradient ${index}.`);
	return gradient;
}

/** Values that must survive the tape's own scope: they are kept here until the pass is over. */
class Sideline {
	readonly #held = new Map<string, Tensor>();

	hold(name: string, tensor: Tensor): void {
		this.#held.set(name, keep(tensor.clone()));
	}

	take(name: string): Tensor {
		const tensor = this.#held.get(name);
		if (tensor === undefined) throw new RangeError(`The forward pass gave no "${name}".`);
		return tensor;
	}

	/** `count` values stand behind each moment. The running variance takes the unbiased estimate, as PyTorch's. */
	moments(op: BatchNormOp, { mean, variance }: Moments, count: number): void {
		this.hold(op.runningMean, mean);
		this.hold(op.runningVar, mul(variance, count / Math.max(count - 1, 1)));
	}

	/** new = momentum·old + (1 - momentum)·batch */
	statisticsAfter(weights: Weights, momentum: number): Flat {
		const batch = weights.layout.statistics.join(this.#held);
		return weights.statistics.map((old, index) => {
			const fresh = batch[index] ?? old;
			return add<Tensor1D>(mul(old, momentum), mul(fresh, 1 - momentum));
		});
	}

	dispose(): void {
		dispose([...this.#held.values()]);
		this.#held.clear();
	}
}
