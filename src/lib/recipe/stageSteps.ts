import type { Executor, TrainingStep } from '$lib/engine/executor';
import type { PlannedStage } from './schedule';

interface CompiledStage {
	readonly step: TrainingStep;
	/** Time from asking for the step to having it, ms. */
	readonly compileMs: number;
}

/**
 * The training steps of a run's stages. One may be compiled ahead while another trains; whoever takes a step
 * disposes of it, what was prepared and never taken goes with `dispose`.
 */
export class StageSteps {
	readonly #executor: Executor;
	readonly #batch: number;
	readonly #clock: () => number;
	#ahead: { readonly stage: number; readonly compiled: Promise<CompiledStage> } | null = null;

	/** @param clock milliseconds from any origin */
	constructor(executor: Executor, batch: number, clock: () => number) {
		this.#executor = executor;
		this.#batch = batch;
		this.#clock = clock;
	}

	/** Begins to compile a stage's step in the background. A failure shows when the step is taken. */
	prepare(stage: PlannedStage): void {
		if (this.#ahead) throw new Error('a step is being compiled already');
		const compiled = this.#compile(stage);
		// Keeps a failure from ending the process before somebody waits for it.
		compiled.catch(() => undefined);
		this.#ahead = { stage: stage.stage, compiled };
	}

	/** The stage's step, prepared or compiled now. Throws what the executor throws. */
	async take(stage: PlannedStage): Promise<CompiledStage> {
		const ahead = this.#ahead;
		if (ahead?.stage !== stage.stage) return this.#compile(stage);
		const compiled = await ahead.compiled;
		this.#ahead = null;
		return compiled;
	}

	async dispose(): Promise<void> {
		const ahead = this.#ahead;
		this.#ahead = null;
		const compiled = await ahead?.compiled.catch(() => null);
		compiled?.step.dispose();
	}

	async #compile({ size }: PlannedStage): Promise<CompiledStage> {
		const started = this.#clock();
		const step = await this.#executor.compileTraining({ imageSize: size, batch: this.#batch });
		return { step, compileMs: this.#clock() - started };
	}
}
