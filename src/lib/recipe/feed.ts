import { makeImages } from '$lib/data/augment/make';
import type { ImageSet } from '$lib/data/dataset';
import type { EngineErrorKind, Executor, HeldImages, StepScalars, TrainingStep } from '$lib/engine/executor';
import type { TrainingBatch } from './batches';

/**
 * Gives training steps their images. An executor that can makes them itself, from the training split that it holds for
 * as long as the feed lives; for any other, and where the split does not fit its memory, they are made here. Both make
 * the same ones.
 */
export class Feed {
	readonly #images: ImageSet;
	readonly #held: HeldImages | null;

	/** Throws what the executor throws, unless it is for want of memory. */
	constructor(executor: Executor, images: ImageSet) {
		this.#images = images;
		this.#held = held(executor, images);
	}

	/** Queues one training step on a batch of the split. */
	run(step: TrainingStep, { drawn, targets }: TrainingBatch, scalars: StepScalars): void {
		if (this.#held !== null && step.runDrawn) step.runDrawn({ held: this.#held, drawn, targets }, scalars);
		else step.run({ images: makeImages(this.#images, drawn), targets }, scalars);
	}

	dispose(): void {
		this.#held?.dispose();
	}
}

function held(executor: Executor, images: ImageSet): HeldImages | null {
	try {
		return executor.holdImages?.(images) ?? null;
	} catch (error) {
		if (kindOf(error) === 'out-of-memory') return null;
		throw error;
	}
}

/** By its name: this room knows the engine's types only. */
function kindOf(error: unknown): EngineErrorKind | null {
	if (!(error instanceof Error) || error.name !== 'EngineError') return null;
	return (error as { kind?: EngineErrorKind }).kind ?? null;
}
