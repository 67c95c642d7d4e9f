import type { ParameterMap } from '$lib/model/parameters';
import { checkShape } from '../check';
import {
	EngineError,
	type DeviceReport,
	type EvaluationStep,
	type Executor,
	type ExecutorOptions,
	type ExecutorState,
	type GradientStep,
	type StepShape,
	type TrainingStep,
	type WeightSource
} from '../executor';
import type { Context } from './context';
import { WebgpuEvaluationStep } from './evaluation';
import { WebgpuGradientStep } from './gradient';
import { State } from './state';
import { WebgpuTrainingStep } from './training';

/** Runs compiled plans on a WebGPU device. */
export class WebgpuExecutor implements Executor {
	readonly #state: State;
	readonly #steps = new Set<{ dispose(): void }>();
	#disposed = false;

	constructor(context: Context, options: ExecutorOptions) {
		this.#state = new State(context, options);
	}

	get device(): DeviceReport {
		return this.#state.context.report;
	}

	async compileTraining(shape: StepShape): Promise<TrainingStep> {
		return this.#own(await WebgpuTrainingStep.compile(this.#ready(shape), shape));
	}

	async compileEvaluation(shape: StepShape, weights: WeightSource): Promise<EvaluationStep> {
		const state = this.#ready(shape);
		state.checkSource(weights);
		return this.#own(await WebgpuEvaluationStep.compile(state, shape, weights));
	}

	async compileGradient(shape: StepShape): Promise<GradientStep> {
		return this.#own(await WebgpuGradientStep.compile(this.#ready(shape), shape));
	}

	async readParameters(source: WeightSource = 'parameters'): Promise<ParameterMap> {
		return this.#alive().read(source);
	}

	writeParameters(parameters: ParameterMap): void {
		this.#alive().write(parameters);
	}

	async readState(): Promise<ExecutorState> {
		return this.#alive().readState();
	}

	writeState(state: ExecutorState): void {
		this.#alive().writeState(state);
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		for (const step of this.#steps) step.dispose();
		this.#steps.clear();
		this.#state.dispose();
	}

	#alive(): State {
		if (this.#disposed) throw new EngineError('unavailable', 'This executor was disposed of.');
		this.#state.context.check();
		return this.#state;
	}

	#ready(shape: StepShape): State {
		checkShape(shape);
		return this.#alive();
	}

	/** Steps that nobody has freed go with the executor. */
	#own<S extends { dispose(): void }>(step: S): S {
		this.#steps.add(step);
		return step;
	}
}
