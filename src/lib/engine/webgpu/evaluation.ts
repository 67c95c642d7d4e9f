import type { ValueId } from '$lib/model/graph';
import type {
	Activation,
	ActivationStep,
	DispatchTiming,
	EvaluationStep,
	StepShape,
	WeightSource
} from '../executor';
import { activationPlan, evaluationPlan, type KeptValue } from '../plan/evaluation';
import { readBuffer } from './buffers';
import { Forward } from './forward';
import { planWithin } from './limits';
import { timeDispatches } from './profile';
import type { State } from './state';

/** Logits in evaluation mode at one image size and batch. */
export class WebgpuEvaluationStep implements EvaluationStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #forward: Forward;

	private constructor(state: State, shape: StepShape, forward: Forward) {
		this.#state = state;
		this.#shape = shape;
		this.#forward = forward;
	}

	static async compile(state: State, shape: StepShape, source: WeightSource): Promise<WebgpuEvaluationStep> {
		const { context, graph, layouts } = state;
		const plan = planWithin(context.device.limits, shape, (batch) =>
			evaluationPlan(graph, layouts, { ...shape, batch }, context.parallelism, source)
		);
		return new WebgpuEvaluationStep(state, shape, await Forward.compile(state, shape, source, plan));
	}

	async run(images: Float32Array): Promise<Float32Array> {
		const { context, graph } = this.#state;
		this.#forward.run(images);
		const logits = this.#forward.bound.buffer('logits');
		return readBuffer(context, logits, this.#shape.batch * graph.options.classes);
	}

	/** Folding is not part of it: that is done once for all images, when the weights have changed. */
	async profile(images: Float32Array, repeats: number): Promise<DispatchTiming[]> {
		await this.run(images);
		return timeDispatches(this.#state.context, this.#forward.bound.dispatches, { repeats, kept: [] });
	}

	dispose(): void {
		this.#forward.dispose();
	}
}

/** What the layers hand on, in evaluation mode. */
export class WebgpuActivationStep implements ActivationStep {
	readonly #state: State;
	readonly #forward: Forward;
	readonly #kept: readonly KeptValue[];

	private constructor(state: State, forward: Forward, kept: readonly KeptValue[]) {
		this.#state = state;
		this.#forward = forward;
		this.#kept = kept;
	}

	static async compile(
		state: State,
		shape: StepShape,
		source: WeightSource,
		values?: readonly ValueId[]
	): Promise<WebgpuActivationStep> {
		const { context, graph, layouts } = state;
		const made = (batch: number) =>
			activationPlan(graph, layouts, { ...shape, batch }, context.parallelism, source, values);
		const plan = planWithin(context.device.limits, shape, (batch) => made(batch).plan);
		const { kept } = made(shape.batch);
		return new WebgpuActivationStep(state, await Forward.compile(state, shape, source, plan), kept);
	}

	async run(images: Float32Array): Promise<Activation[]> {
		this.#forward.run(images);
		const read = this.#kept.map(async ({ operand, ...place }) => {
			const buffer = this.#forward.bound.tensorBuffer(operand);
			return { ...place, values: await readBuffer(this.#state.context, buffer, operand.size) };
		});
		return Promise.all(read);
	}

	dispose(): void {
		this.#forward.dispose();
	}
}
