import type { ParameterMap } from '$lib/model/parameters';
import { checkShape } from '../check';
import {
	EngineError,
	type DeviceReport,
	type Executor,
	type ExecutorOptions,
	type ExecutorState,
	type StepShape,
	type WeightSource
} from '../executor';
import type { Context } from './context';
import { WasmActivationStep, WasmEvaluationStep } from './evaluation';
import { WasmGradientStep } from './gradient';
import { State } from './state';
import { WasmTrainingStep } from './training';

/** Runs compiled plans on the processor. */
export class WasmExecutor implements Executor {
	readonly #state: State;

	/** Throws EngineError `unavailable` for activations in float16. */
	constructor(context: Context, options: ExecutorOptions) {
		if (options.activations === 'float16') {
			throw new EngineError(
				'unavailable',
				'The processor engine keeps activations in float32; WebGPU can halve them.'
			);
		}
		this.#state = new State(context, options);
	}

	get device(): DeviceReport {
		return this.#state.context.report;
	}

	async compileTraining(shape: StepShape): Promise<WasmTrainingStep> {
		return WasmTrainingStep.compile(this.#ready(shape), shape);
	}

	async compileEvaluation(shape: StepShape, weights: WeightSource): Promise<WasmEvaluationStep> {
		const state = this.#ready(shape);
		state.checkSource(weights);
		return new WasmEvaluationStep(state, shape, weights);
	}

	async compileActivations(shape: StepShape, weights: WeightSource): Promise<WasmActivationStep> {
		const state = this.#ready(shape);
		state.checkSource(weights);
		return new WasmActivationStep(state, shape, weights);
	}

	async compileGradient(shape: StepShape): Promise<WasmGradientStep> {
		return new WasmGradientStep(this.#ready(shape), shape);
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
