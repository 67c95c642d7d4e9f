import { checkImages } from '../check';
import type { DispatchTiming, EvaluationStep, StepShape, WeightSource } from '../executor';
import { evaluationPlan, foldingPlan } from '../plan/evaluation';
import { BoundPlan } from './boundPlan';
import { readBuffer } from './buffers';
import { planWithin } from './limits';
import { timeDispatches } from './profile';
import type { State } from './state';

/** Logits in evaluation mode at one image size and batch. */
export class WebgpuEvaluationStep implements EvaluationStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #source: WeightSource;
	readonly #bound: BoundPlan;
	readonly #folding: BoundPlan;

	private constructor(
		state: State,
		shape: StepShape,
		source: WeightSource,
		bound: BoundPlan,
		folding: BoundPlan
	) {
		this.#state = state;
		this.#shape = shape;
		this.#source = source;
		this.#bound = bound;
		this.#folding = folding;
	}

	static async compile(state: State, shape: StepShape, source: WeightSource): Promise<WebgpuEvaluationStep> {
		const { context, graph, layouts } = state;
		const plan = planWithin(context.device.limits, shape, (batch) =>
			evaluationPlan(graph, layouts, { ...shape, batch }, context.parallelism, source)
		);
		const folding = await BoundPlan.make(state, foldingPlan(graph, layouts, source));
		try {
			const bound = await BoundPlan.make(state, plan);
			return new WebgpuEvaluationStep(state, shape, source, bound, folding);
		} catch (cause) {
			folding.dispose();
			throw cause;
		}
	}

	async run(images: Float32Array): Promise<Float32Array> {
		const { context, graph } = this.#state;
		checkImages(images, this.#shape);
		context.check();
		const { device } = context;
		device.queue.writeBuffer(this.#bound.buffer('images'), 0, images as Float32Array<ArrayBuffer>);
		const encoder = device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		if (this.#state.claimFolding(this.#source)) this.#folding.encode(pass);
		this.#bound.encode(pass);
		pass.end();
		device.queue.submit([encoder.finish()]);
		return readBuffer(context, this.#bound.buffer('logits'), this.#shape.batch * graph.options.classes);
	}

	/** Folding is not part of it: that is done once for all images, when the weights have changed. */
	async profile(images: Float32Array, repeats: number): Promise<DispatchTiming[]> {
		await this.run(images);
		return timeDispatches(this.#state.context, this.#bound.dispatches, { repeats, kept: [] });
	}

	dispose(): void {
		this.#bound.dispose();
		this.#folding.dispose();
	}
}
