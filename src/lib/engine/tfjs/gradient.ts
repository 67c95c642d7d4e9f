import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Batch, Gradients, GradientStep, StepShape } from '../executor';
import { activate, engineFailure, readTensor } from './backend';
import { checkBatch } from '../check';
import { uploadBatch } from './batch';
import { runPass, type Pass } from './pass';
import type { State } from './state';

/** One training-mode pass without draws and without update, for inspection. */
export class TfjsGradientStep implements GradientStep {
	readonly #state: State;
	readonly #shape: StepShape;

	constructor(state: State, shape: StepShape) {
		this.#state = state;
		this.#shape = shape;
	}

	async run(batch: Batch, labelSmoothing: number): Promise<Gradients> {
		const { backend, graph } = this.#state;
		checkBatch(batch, this.#shape, graph.options.classes);
		activate(backend);
		const pass = this.#pass(batch, labelSmoothing);
		try {
			return await this.#read(pass);
		} finally {
			const { loss, logits, image, gradient, statistics } = pass;
			dispose([loss, logits, image, ...gradient, ...statistics]);
		}
	}

	/** Nothing of its own is on the device between runs. */
	dispose(): void {}

	/** The caller disposes of what the pass holds. */
	#pass(batch: Batch, labelSmoothing: number): Pass {
		const { backend, graph, weights } = this.#state;
		const options = { labelSmoothing, rates: null, imageGradient: true };
		try {
			return tidy(() => {
				const { images, targets } = uploadBatch(batch, this.#shape, graph.options.classes);
				return runPass(graph, weights, images, targets, options);
			});
		} catch (cause) {
			throw engineFailure(backend, cause);
		}
	}

	async #read({ loss, logits, gradient, statistics, image }: Pass): Promise<Gradients> {
		const { backend, weights } = this.#state;
		const { trainable, statistics: running } = weights.layout;
		const [lossRow, logitRows, parameters, after, input] = await Promise.all([
			readTensor(backend, loss),
			readTensor(backend, logits),
			trainable.download(backend, gradient),
			running.download(backend, statistics),
			readTensor(backend, image)
		]);
		return { loss: lossRow[0] ?? NaN, logits: logitRows, parameters, statistics: after, input };
	}
}
