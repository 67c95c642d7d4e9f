import type { TrainEvent } from '$lib/recipe/events';

/** Times the borders of stages: from the last thing that the stage before told to the end of the first step after it. */
export class BorderClock {
	readonly #clock: () => number;
	/** By stage, ms. */
	readonly #firstSteps = new Map<number, number>();
	/** When the last event came, and the stage of the last step. */
	#last = { at: 0, stage: -1 };
	/** When the stage before ended, while the first step of the next is awaited. */
	#left: number | null = null;

	/** @param clock milliseconds from any origin */
	constructor(clock: () => number) {
		this.#clock = clock;
	}

	note(event: TrainEvent): void {
		const at = this.#clock();
		if (event.type === 'stage' && this.#last.stage >= 0) this.#left ??= this.#last.at;
		if (event.type === 'step') this.#step(event.stage, at);
		this.#last.at = at;
	}

	/** Compiling and the step itself, ms; null where the stage did not follow another. */
	firstStepMs(stage: number): number | null {
		return this.#firstSteps.get(stage) ?? null;
	}

	#step(stage: number, at: number): void {
		if (this.#left !== null) this.#firstSteps.set(stage, at - this.#left);
		this.#left = null;
		this.#last.stage = stage;
	}
}
