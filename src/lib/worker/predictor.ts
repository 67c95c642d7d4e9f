import type { ImageSet } from '$lib/data/dataset';
import type { EvaluationStep, Executor } from '$lib/engine/executor';
import { evaluationImages } from '$lib/recipe/batches';
import { softmax } from './inspect';

/** Least time between two answers while training, ms. */
const intervalMs = 2000;
/** Training goes on for this many times as long as an answer took: at most a tenth of the time. */
const pauseFactor = 9;

/** The network's answers for the sample images, at the size that it trains at. */
export class Predictor {
	readonly #executor: Executor;
	readonly #samples: ImageSet;
	readonly #classes: number;
	readonly #clock: () => number;
	#compiled: { size: number; step: EvaluationStep; images: Float32Array } | null = null;
	#next = -Infinity;

	/** @param clock milliseconds from any origin */
	constructor(executor: Executor, samples: ImageSet, classes: number, clock: () => number) {
		this.#executor = executor;
		this.#samples = samples;
		this.#classes = classes;
		this.#clock = clock;
	}

	/** Whether the last answer is old enough for another one while training. */
	get due(): boolean {
		return this.#clock() >= this.#next;
	}

	/** Class probabilities [samples, classes]. Throws what the executor throws. */
	async answer(size: number): Promise<Float32Array<ArrayBuffer>> {
		const started = this.#clock();
		const { step, images } = await this.#compile(size);
		const logits = await step.run(images);
		const now = this.#clock();
		this.#next = now + Math.max(intervalMs, pauseFactor * (now - started));
		return probabilitiesOf(logits, this.#classes);
	}

	dispose(): void {
		this.#compiled?.step.dispose();
		this.#compiled = null;
	}

	async #compile(size: number) {
		if (this.#compiled?.size === size) return this.#compiled;
		this.dispose();
		const batch = this.#samples.count;
		const images = evaluationImages(this.#samples, 0, batch, { size, batch });
		const step = await this.#executor.compileEvaluation({ imageSize: size, batch }, 'parameters');
		this.#compiled = { size, step, images };
		return this.#compiled;
	}
}

/** Of each row. */
function probabilitiesOf(logits: Float32Array, classes: number): Float32Array<ArrayBuffer> {
	const probabilities = new Float32Array(logits.length);
	for (let from = 0; from < logits.length; from += classes) {
		probabilities.set(softmax(logits.subarray(from, from + classes)), from);
	}
	return probabilities;
}
