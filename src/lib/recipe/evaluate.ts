import type { ImageSet } from '$lib/data/dataset';
import type { EvaluationStep, Executor, WeightSource } from '$lib/engine/executor';
import { evaluationImages } from './batches';
import { score, total, type Score } from './score';

export interface Judgement {
	/** Image side that the network sees, pixels. */
	readonly size: number;
	readonly weights: WeightSource;
	/** Only the first images of the set; all if there are fewer. */
	readonly limit?: number;
}

/**
 * Judges an executor's network on sets of images, in evaluation mode. Steps are compiled once per size and kept
 * until they are released. Images are resized, nothing else: no flip, no crop.
 */
export class Evaluator {
	readonly #executor: Executor;
	readonly #batch: number;
	readonly #classes: number;
	readonly #steps = new Map<string, EvaluationStep>();

	/** @param batch images at a time; a last short batch is filled up with what is then not counted */
	constructor(executor: Executor, batch: number, classes: number) {
		this.#executor = executor;
		this.#batch = batch;
		this.#classes = classes;
	}

	/** Throws RangeError for an empty set, and what the executor throws. */
	async judge(set: ImageSet, { size, weights, limit = set.count }: Judgement): Promise<Score> {
		const count = Math.min(limit, set.count);
		if (count < 1) throw new RangeError('There are no images to judge the network on.');
		const step = await this.#step(size, weights);
		const parts: Score[] = [];
		for (let from = 0; from < count; from += this.#batch) {
			const to = Math.min(from + this.#batch, count);
			const images = evaluationImages(set, from, to, { size, batch: this.#batch });
			const logits = await step.run(images);
			parts.push(score(logits, set.labels.subarray(from, to), this.#classes));
		}
		return total(parts);
	}

	/** Frees the steps of every size but `size`. */
	keepOnly(size: number): void {
		for (const [key, step] of this.#steps) {
			if (key.startsWith(`${size} `)) continue;
			step.dispose();
			this.#steps.delete(key);
		}
	}

	dispose(): void {
		for (const step of this.#steps.values()) step.dispose();
		this.#steps.clear();
	}

	async #step(size: number, weights: WeightSource): Promise<EvaluationStep> {
		const key = `${size} ${weights}`;
		const known = this.#steps.get(key);
		if (known) return known;
		const step = await this.#executor.compileEvaluation({ imageSize: size, batch: this.#batch }, weights);
		this.#steps.set(key, step);
		return step;
	}
}
