import type { Executor } from '$lib/engine/executor';
import type { Stretch } from './plan';
import { CompiledStretch, type CompiledStep } from './compiledStretch';

/**
 * The training steps of a run's stretches. Those of one may be compiled ahead while another trains; whoever takes them
 * disposes of them, what was prepared and never taken goes with `dispose`.
 */
export class StageSteps {
	readonly #executor: Executor;
	readonly #batch: number;
	readonly #clock: () => number;
	#ahead: { readonly from: number; readonly compiled: Promise<CompiledStretch> } | null = null;

	/** @param clock milliseconds from any origin */
	constructor(executor: Executor, batch: number, clock: () => number) {
		this.#executor = executor;
		this.#batch = batch;
		this.#clock = clock;
	}

	/** Begins to compile a stretch's steps in the background. A failure shows when they are taken. */
	prepare(stretch: Stretch): void {
		if (this.#ahead) throw new Error('steps are being compiled already');
		const compiled = this.#compile(stretch);
		// Keeps a failure from ending the process before somebody waits for it.
		compiled.catch(() => undefined);
		this.#ahead = { from: stretch.from, compiled };
	}

	/** The stretch's steps, prepared or compiled now. Throws what the executor throws. */
	async take(stretch: Stretch): Promise<CompiledStretch> {
		const ahead = this.#ahead;
		if (ahead?.from !== stretch.from) return this.#compile(stretch);
		const compiled = await ahead.compiled;
		this.#ahead = null;
		return compiled;
	}

	async dispose(): Promise<void> {
		const ahead = this.#ahead;
		this.#ahead = null;
		const compiled = await ahead?.compiled.catch(() => null);
		compiled?.dispose();
	}

	/** One step for each image size; where one cannot be compiled, the others are freed. */
	async #compile({ stages }: Stretch): Promise<CompiledStretch> {
		const steps = new Map<number, CompiledStep>();
		try {
			for (const size of new Set(stages.map((stage) => stage.size))) {
				const started = this.#clock();
				const step = await this.#executor.compileTraining({ imageSize: size, batch: this.#batch });
				steps.set(size, { step, compileMs: this.#clock() - started });
			}
		} catch (error) {
			for (const { step } of steps.values()) step.dispose();
			throw error;
		}
		return new CompiledStretch(steps);
	}
}
