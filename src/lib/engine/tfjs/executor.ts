import type { ValueId } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import {
	EngineError,
	type ActivationStep,
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
import { handedOn } from '../activations';
import { activate, type Backend } from './backend';
import { checkShape } from '../check';
import { TfjsActivationStep } from './activations';
import { TfjsEvaluationStep } from './evaluation';
import { TfjsGradientStep } from './gradient';
import { State } from './state';
import { TfjsTrainingStep } from './training';

/** The reference executor: runs the graph op by op on a TensorFlow.js backend. */
class TfjsExecutor implements Executor {
	readonly #state: State;
	#disposed = false;

	constructor(
		readonly backend: Backend,
		options: ExecutorOptions
	) {
		this.#state = new State(backend, options);
	}

	get device(): DeviceReport {
		return this.backend.report;
	}

	async compileTraining(shape: StepShape): Promise<TrainingStep> {
		return new TfjsTrainingStep(this.#ready(shape), shape);
	}

	async compileEvaluation(shape: StepShape, weights: WeightSource): Promise<EvaluationStep> {
		const state = this.#ready(shape);
		state.source(weights);
		return new TfjsEvaluationStep(state, shape, weights);
	}

	async compileActivations(
		shape: StepShape,
		weights: WeightSource,
		values?: readonly ValueId[]
	): Promise<ActivationStep> {
		const state = this.#ready(shape);
		state.source(weights);
		return new TfjsActivationStep(state, shape, weights, handedOn(state.graph, values));
	}

	async compileGradient(shape: StepShape): Promise<GradientStep> {
		return new TfjsGradientStep(this.#ready(shape), shape);
	}

	async readParameters(source: WeightSource = 'parameters'): Promise<ParameterMap> {
		const state = this.#alive();
		return state.source(source).read(this.backend, state.graph);
	}

	writeParameters(parameters: ParameterMap): void {
		this.#alive().write(parameters);
	}

	async readState(): Promise<ExecutorState> {
		return this.#alive().read();
	}

	writeState(state: ExecutorState): void {
		this.#alive().restore(state);
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#state.dispose();
	}

	#alive(): State {
		if (this.#disposed) throw new EngineError('unavailable', 'This executor was disposed of.');
		activate(this.backend);
		return this.#state;
	}

	#ready(shape: StepShape): State {
		checkShape(shape);
		return this.#alive();
	}
}

/**
 * An executor of `options.graph` on an open backend. Set its weights with `writeParameters` before the first step.
 * Throws EngineError `unavailable` for activations in float16.
 */
export async function createTfjsExecutor(backend: Backend, options: ExecutorOptions): Promise<Executor> {
	if (options.activations === 'float16') {
		throw new EngineError(
			'unavailable',
			'TensorFlow.js keeps activations in float32; WebGPU can halve them.'
		);
	}
	return new TfjsExecutor(backend, options);
}
