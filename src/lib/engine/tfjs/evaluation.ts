import { tidy } from '@tensorflow/tfjs-core';
import type { EvaluationStep, StepShape, WeightSource } from '../executor';
import { activate, engineFailure, readTensor } from './backend';
import { checkImages } from '../check';
import { uploadImages } from './batch';
import { forward } from './forward';
import type { State } from './state';

/** Logits in evaluation mode at one image size and batch. */
export class TfjsEvaluationStep implements EvaluationStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #source: WeightSource;

	constructor(state: State, shape: StepShape, source: WeightSource) {
		this.#state = state;
		this.#shape = shape;
		this.#source = source;
	}

	async run(images: Float32Array): Promise<Float32Array> {
		const { backend } = this.#state;
		checkImages(images, this.#shape);
		activate(backend);
		const logits = this.#logits(images);
		try {
			return await readTensor(backend, logits);
		} finally {
			logits.dispose();
		}
	}

	/** Nothing of its own is on the device between runs. */
	dispose(): void {}

	#logits(images: Float32Array) {
		const { backend, graph } = this.#state;
		const weights = this.#state.source(this.#source).parts();
		try {
			return tidy(() => forward({ graph, weights, training: null }, uploadImages(images, this.#shape)));
		} catch (cause) {
			throw engineFailure(backend, cause);
		}
	}
}
