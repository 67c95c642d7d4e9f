import type { ImageSet } from '$lib/data/dataset';
import type { ValueId } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import { checkShape } from '../check';
import type {
	ActivationStep,
	AugmentationStep,
	DeviceReport,
	EvaluationStep,
	Executor,
	ExecutorState,
	GradientStep,
	HeldImages,
	StepShape,
	TrainingStep,
	WeightSource
} from '../executor';
import type { RunState } from './runState';

/** The state of a run on an open engine. */
interface LiveState extends RunState {
	readonly context: { readonly report: DeviceReport };
	/** Throws EngineError if executor or engine can no longer be used. */
	check(): void;
	dispose(): void;
}

/** How an engine compiles steps and holds images. */
interface Compilers<S, T extends TrainingStep, E extends EvaluationStep> {
	training(state: S, shape: StepShape): Promise<T>;
	/** Bytes of an executor that has this training step alone. */
	trainingBytes(state: S, shape: StepShape): number;
	/** See `Executor.requireRoom`; absent where only compiling tells. */
	requireRoom?(state: S, shape: StepShape): void;
	evaluation(state: S, shape: StepShape, weights: WeightSource): Promise<E>;
	activations(
		state: S,
		shape: StepShape,
		weights: WeightSource,
		values?: readonly ValueId[]
	): Promise<ActivationStep>;
	gradient(state: S, shape: StepShape): Promise<GradientStep>;
	augmentation(state: S, shape: StepShape): AugmentationStep;
	images(state: S, images: ImageSet): HeldImages;
}

/** Runs compiled plans; what they run on comes with the state. */
export class PlanExecutor<
	S extends LiveState,
	T extends TrainingStep,
	E extends EvaluationStep
> implements Executor {
	readonly #state: S;
	readonly #compile: Compilers<S, T, E>;

	constructor(state: S, compile: Compilers<S, T, E>) {
		this.#state = state;
		this.#compile = compile;
	}

	get device(): DeviceReport {
		return this.#state.context.report;
	}

	async compileTraining(shape: StepShape): Promise<T> {
		return this.#compile.training(this.#ready(shape), shape);
	}

	trainingBytes(shape: StepShape): number {
		return this.#compile.trainingBytes(this.#ready(shape), shape);
	}

	requireRoom(shape: StepShape): void {
		this.#compile.requireRoom?.(this.#ready(shape), shape);
	}

	async compileEvaluation(shape: StepShape, weights: WeightSource): Promise<E> {
		const state = this.#ready(shape);
		state.checkSource(weights);
		return this.#compile.evaluation(state, shape, weights);
	}

	async compileActivations(
		shape: StepShape,
		weights: WeightSource,
		values?: readonly ValueId[]
	): Promise<ActivationStep> {
		const state = this.#ready(shape);
		state.checkSource(weights);
		return this.#compile.activations(state, shape, weights, values);
	}

	async compileGradient(shape: StepShape): Promise<GradientStep> {
		return this.#compile.gradient(this.#ready(shape), shape);
	}

	holdImages(images: ImageSet): HeldImages {
		return this.#compile.images(this.#alive(), images);
	}

	async compileAugmentation(shape: StepShape): Promise<AugmentationStep> {
		return this.#compile.augmentation(this.#ready(shape), shape);
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

	#alive(): S {
		this.#state.check();
		return this.#state;
	}

	#ready(shape: StepShape): S {
		checkShape(shape);
		return this.#alive();
	}
}
