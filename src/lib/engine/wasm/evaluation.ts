import type { ValueId } from '$lib/model/graph';
import { PROCESSOR_SUMS } from '../plan/parallelism';
import type {
	Activation,
	ActivationStep,
	DispatchTiming,
	EvaluationStep,
	StepShape,
	WeightSource
} from '../executor';
import { activationPlan, evaluationPlan, type KeptValue } from '../plan/evaluation';
import { Forward } from './forward';
import { timeCalls } from './profile';
import type { State } from './state';

/** Logits in evaluation mode at one image size and batch. */
export class WasmEvaluationStep implements EvaluationStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #forward: Forward;

	constructor(state: State, shape: StepShape, source: WeightSource) {
		this.#state = state;
		this.#shape = shape;
		const { graph, layouts } = state;
		const plan = (fitting: StepShape) => evaluationPlan(graph, layouts, fitting, PROCESSOR_SUMS, source);
		this.#forward = new Forward(state, shape, source, plan);
	}

	async run(images: Float32Array): Promise<Float32Array> {
		const { context, graph } = this.#state;
		this.#forward.run(images);
		const { bound } = this.#forward;
		return context.heap.read(bound.address('logits'), this.#shape.batch * graph.options.classes);
	}

	/** Folding is not part of it: that is done once for all images, when the weights have changed. */
	async profile(images: Float32Array, repeats: number): Promise<DispatchTiming[]> {
		await this.run(images);
		return timeCalls(this.#state.context, this.#forward.bound, { repeats, kept: [] });
	}

	dispose(): void {
		this.#forward.dispose();
	}
}

/** What the layers hand on, in evaluation mode. */
export class WasmActivationStep implements ActivationStep {
	readonly #state: State;
	readonly #forward: Forward;
	readonly #kept: readonly KeptValue[];

	constructor(state: State, shape: StepShape, source: WeightSource, values?: readonly ValueId[]) {
		const { graph, layouts } = state;
		const made = (fitting: StepShape) =>
			activationPlan(graph, layouts, fitting, PROCESSOR_SUMS, source, values);
		this.#state = state;
		this.#kept = made(shape).kept;
		this.#forward = new Forward(state, shape, source, (fitting) => made(fitting).plan);
	}

	async run(images: Float32Array): Promise<Activation[]> {
		this.#forward.run(images);
		const { heap } = this.#state.context;
		return this.#kept.map(({ operand, ...place }) => ({
			...place,
			values: heap.read(this.#forward.bound.tensorAddress(operand), operand.size)
		}));
	}

	dispose(): void {
		this.#forward.dispose();
	}
}
