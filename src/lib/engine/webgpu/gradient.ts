import { checkBatch } from '../check';
import type { Batch, Gradients, GradientStep, StepShape } from '../executor';
import { gradientScalars, gradientsOf } from '../plan/gradient';
import { trainingPlan } from '../plan/training';
import { BoundPlan } from './boundPlan';
import { readBuffer } from './buffers';
import { planWithin } from './limits';
import type { State } from './state';

/** One training-mode pass without draws and without update, for inspection. */
export class WebgpuGradientStep implements GradientStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #bound: BoundPlan;

	private constructor(state: State, shape: StepShape, bound: BoundPlan) {
		this.#state = state;
		this.#shape = shape;
		this.#bound = bound;
	}

	static async compile(state: State, shape: StepShape): Promise<WebgpuGradientStep> {
		const { context, graph, layouts } = state;
		const { activations = 'float32' } = state.options;
		const options = { parallelism: context.parallelism, update: null, activations };
		const plan = planWithin(context.device.limits, shape, (batch) =>
			trainingPlan(graph, layouts, { ...shape, batch }, options)
		);
		return new WebgpuGradientStep(state, shape, await BoundPlan.make(state, plan));
	}

	async run(batch: Batch, labelSmoothing: number): Promise<Gradients> {
		const { context, graph } = this.#state;
		checkBatch(batch, this.#shape, graph.options.classes);
		context.check();
		const { queue } = context.device;
		queue.writeBuffer(this.#bound.buffer('scalars'), 0, gradientScalars(labelSmoothing));
		queue.writeBuffer(this.#bound.buffer('images'), 0, batch.images as Float32Array<ArrayBuffer>);
		queue.writeBuffer(this.#bound.buffer('targets'), 0, batch.targets as Float32Array<ArrayBuffer>);
		const encoder = context.device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		this.#bound.encode(pass);
		pass.end();
		queue.submit([encoder.finish()]);
		return this.#read();
	}

	dispose(): void {
		this.#bound.dispose();
	}

	async #read(): Promise<Gradients> {
		const { context, graph, layouts } = this.#state;
		const { batch, imageSize } = this.#shape;
		const shared = (space: 'row' | 'gradients' | 'statistics' | 'batchStatistics', elements: number) =>
			readBuffer(context, this.#state.buffer(space), elements);
		const own = (space: 'logits' | 'imageGradient', elements: number) =>
			readBuffer(context, this.#bound.buffer(space), elements);
		const [row, gradients, statistics, batchStatistics, logits, imageGradient] = await Promise.all([
			shared('row', 4),
			shared('gradients', layouts.trainable.size),
			shared('statistics', layouts.statistics.size),
			shared('batchStatistics', layouts.statistics.size),
			own('logits', batch * graph.options.classes),
			own('imageGradient', batch * imageSize ** 2 * 3)
		]);
		const spaces = { row, gradients, statistics, batchStatistics, logits, imageGradient };
		return gradientsOf(this.#state, spaces);
	}
}
