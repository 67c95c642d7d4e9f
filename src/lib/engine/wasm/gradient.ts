import { PROCESSOR_SUMS } from '../plan/parallelism';
import { checkBatch } from '../check';
import type { Batch, Gradients, GradientStep, StepShape } from '../executor';
import { gradientScalars, gradientsOf } from '../plan/gradient';
import { trainingPlan } from '../plan/training';
import { BoundPlan } from './boundPlan';
import { plansWithin } from './room';
import type { State } from './state';

/** One training-mode pass without draws and without update, for inspection. */
export class WasmGradientStep implements GradientStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #bound: BoundPlan;

	constructor(state: State, shape: StepShape) {
		const options = { parallelism: PROCESSOR_SUMS, update: null };
		this.#state = state;
		this.#shape = shape;
		const [plan] = plansWithin(state, shape, (fitting) => [
			trainingPlan(state.graph, state.layouts, fitting, options)
		]);
		this.#bound = BoundPlan.make(state, plan);
	}

	async run(batch: Batch, labelSmoothing: number): Promise<Gradients> {
		const { context, graph } = this.#state;
		checkBatch(batch, this.#shape, graph.options.classes);
		const { heap } = context;
		heap.write(this.#bound.address('scalars'), gradientScalars(labelSmoothing));
		heap.write(this.#bound.address('images'), batch.images);
		heap.write(this.#bound.address('targets'), batch.targets);
		this.#bound.run();
		return this.#read();
	}

	dispose(): void {
		this.#bound.dispose();
	}

	#read(): Gradients {
		const state = this.#state;
		const { heap } = state.context;
		const { trainable, statistics: running } = state.layouts;
		const { batch, imageSize } = this.#shape;
		return gradientsOf(state, {
			row: heap.read(state.address('row'), 4),
			gradients: heap.read(state.address('gradients'), trainable.size),
			statistics: heap.read(state.address('statistics'), running.size),
			batchStatistics: heap.read(state.address('batchStatistics'), running.size),
			logits: heap.read(this.#bound.address('logits'), batch * state.graph.options.classes),
			imageGradient: heap.read(this.#bound.address('imageGradient'), batch * imageSize ** 2 * 3)
		});
	}
}
