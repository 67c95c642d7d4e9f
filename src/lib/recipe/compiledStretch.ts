import type { StepMetrics, TrainingStep } from '$lib/engine/executor';
import type { PlannedStage } from './plan';

export interface CompiledStep {
	readonly step: TrainingStep;
	/** Time from asking for the step to having it, ms. */
	readonly compileMs: number;
}

/** The compiled steps of a stretch, by image size. Whoever holds it disposes of it. */
export class CompiledStretch {
	readonly #bySize: ReadonlyMap<number, CompiledStep>;
	#last: TrainingStep | null = null;

	constructor(bySize: ReadonlyMap<number, CompiledStep>) {
		this.#bySize = bySize;
	}

	compileMs(stage: PlannedStage): number {
		return this.#of(stage).compileMs;
	}

	/**
	 * Queues a step of a stage and gives the rows of those that have finished, oldest first. Steps of another size that
	 * are still under way are waited for, once this one is queued behind them: so rows stay in order and the device
	 * does not idle.
	 * @param queue runs the step, once
	 * @param inFlight how many may then be unfinished
	 */
	async advance(
		stage: PlannedStage,
		queue: (step: TrainingStep) => void,
		inFlight: number
	): Promise<StepMetrics[]> {
		const { step } = this.#of(stage);
		const before = this.#last;
		this.#last = step;
		queue(step);
		const rows = before === null || before === step ? [] : await before.metrics();
		return [...rows, ...(await step.metrics(inFlight))];
	}

	/** Waits for the steps that are under way and gives their rows. */
	async finish(): Promise<StepMetrics[]> {
		return (await this.#last?.metrics()) ?? [];
	}

	dispose(): void {
		for (const { step } of this.#bySize.values()) step.dispose();
	}

	#of({ size }: PlannedStage): CompiledStep {
		const compiled = this.#bySize.get(size);
		if (compiled === undefined) throw new RangeError(`no step was compiled for ${size} pixels`);
		return compiled;
	}
}
