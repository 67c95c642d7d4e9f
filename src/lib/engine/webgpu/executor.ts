import type { ParameterMap } from '$lib/model/parameters';
import { checkShape } from '../check';
import type {
	DeviceReport,
	Executor,
	ExecutorOptions,
	ExecutorState,
	GradientStep,
	StepShape,
	WeightSource
} from '../executor';
import type { Context } from './context';
import { WebgpuActivationStep, WebgpuEvaluationStep } from './evaluation';
import { WebgpuGradientStep } from './gradient';
import { State } from './state';
import { WebgpuTrainingStep } from './training';

/** Runs compiled plans on a WebGPU device. */
export class WebgpuExecutor implements Executor {
	readonly #state: State;

	constructor(context: Context, options: ExecutorOptions) {
		this.#state = new State(context, options);
	}

	get device(): DeviceReport {
		return this.#state.context.report;
	}

	async compileTraining(shape: StepShape): Promise<WebgpuTrainingStep> {
		return WebgpuTrainingStep.compile(this.#ready(shape), shape);
	}

	async compileEvaluation(shape: StepShape, weights: WeightSource): Promise<WebgpuEvaluationStep> {
		const state = this.#ready(shape);
		state.checkSource(weights);
		return WebgpuEvaluationStep.compile(state, shape, weights);
	}

	async compileActivations(shape: StepShape, weights: WeightSource): Promise<WebgpuActivationStep> {
		const state = this.#ready(shape);
		state.checkSource(weights);
		return WebgpuActivationStep.compile(state, shape, weights);
	}

	async compileGradient(shape: StepShape): Promise<GradientStep> {
		return WebgpuGradientStep.compile(this.#ready(shape), shape);
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
		this.#state.dispose();
	}

	#alive(): State {
		this.#state.check();
		return this.#state;
	}

	#ready(shape: StepShape): State {
		checkShape(shape);
		return this.#alive();
	}
}
