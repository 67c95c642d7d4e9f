import { checkImages } from '../check';
import type { DispatchTiming, EvaluationStep, StepShape, WeightSource } from '../executor';
import { evaluationPlan, foldingPlan } from '../plan/evaluation';
import { BoundPlan } from './boundPlan';
import { PARALLELISM } from './context';
import { timeCalls } from './profile';
import { plansWithin } from './room';
import type { State } from './state';

/** Logits in evaluation mode at one image size and batch. */
export class WasmEvaluationStep implements EvaluationStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #source: WeightSource;
	readonly #bound: BoundPlan;
	readonly #folding: BoundPlan;

	constructor(state: State, shape: StepShape, source: WeightSource) {
		const { graph, layouts } = state;
		this.#state = state;
		this.#shape = shape;
		this.#source = source;
		const folding = foldingPlan(graph, layouts, source);
		const [, plan] = plansWithin(state, shape, (fitting) => [
			folding,
			evaluationPlan(graph, layouts, fitting, PARALLELISM, source)
		]);
		this.#folding = BoundPlan.make(state, folding);
		try {
			this.#bound = BoundPlan.make(state, plan);
		} catch (cause) {
			this.#folding.dispose();
			throw cause;
		}
	}

	async run(images: Float32Array): Promise<Float32Array> {
		const { context, graph } = this.#state;
		checkImages(images, this.#shape);
		context.heap.write(this.#bound.address('images'), images);
		if (this.#state.claimFolding(this.#source)) this.#folding.run();
		this.#bound.run();
		return context.heap.read(this.#bound.address('logits'), this.#shape.batch * graph.options.classes);
	}

	/** Folding is not part of it: that is done once for all images, when the weights have changed. */
	async profile(images: Float32Array, repeats: number): Promise<DispatchTiming[]> {
		await this.run(images);
		return timeCalls(this.#state.context, this.#bound, { repeats, kept: [] });
	}

	dispose(): void {
		this.#bound.dispose();
		this.#folding.dispose();
	}
}
