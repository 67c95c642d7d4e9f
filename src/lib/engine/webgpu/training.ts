import { checkBatch } from '../check';
import type {
	Batch,
	DispatchTiming,
	StepMetrics,
	StepScalars,
	StepShape,
	StepStatistics,
	TrainingStep
} from '../executor';
import { scalarCount, writeScalars, type ScalarContext } from '../plan/scalars';
import { scalarContextOf, trainingPlan } from '../plan/training';
import { BoundPlan } from './boundPlan';
import { planWithin } from './limits';
import { MetricsRing } from './metricsRing';
import { timeDispatches } from './profile';
import type { State } from './state';

/** Forward, backward and update at one image size and batch: one pass, one submission a step. */
export class WebgpuTrainingStep implements TrainingStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #bound: BoundPlan;
	readonly #ring: MetricsRing;
	readonly #context: ScalarContext;
	readonly #scalars: Float32Array<ArrayBuffer>;
	readonly statistics: StepStatistics;

	private constructor(state: State, shape: StepShape, bound: BoundPlan, compileMs: number) {
		this.#state = state;
		this.#shape = shape;
		this.#bound = bound;
		this.#ring = new MetricsRing(state.context);
		state.parts.add(this.#ring);
		this.#context = scalarContextOf(state.options);
		this.#scalars = new Float32Array(scalarCount(this.#context.depths.length));
		this.statistics = {
			dispatches: bound.dispatches.length,
			pipelines: new Set(bound.dispatches.map(({ pipeline }) => pipeline)).size,
			compileMs,
			bufferBytes: state.bytes
		};
	}

	static async compile(state: State, shape: StepShape): Promise<WebgpuTrainingStep> {
		const { optimizer, ema, activations = 'float32' } = state.options;
		const { context, graph, layouts } = state;
		const start = performance.now();
		const mostElements = context.device.limits.maxStorageBufferBindingSize / 4;
		const options = {
			parallelism: context.parallelism,
			update: { optimizer, ema, mostElements },
			activations
		};
		const plan = planWithin(context.device.limits, shape, (batch) =>
			trainingPlan(graph, layouts, { ...shape, batch }, options)
		);
		const bound = await BoundPlan.make(state, plan);
		return new WebgpuTrainingStep(state, shape, bound, performance.now() - start);
	}

	run(batch: Batch, scalars: StepScalars): void {
		this.#upload(batch, scalars);
		const { device } = this.#state.context;
		const encoder = device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		this.#bound.encode(pass);
		pass.end();
		const staging = this.#ring.copy(encoder, this.#state.buffer('row'));
		device.queue.submit([encoder.finish()]);
		this.#state.touch();
		this.#ring.expect(scalars.step, staging);
	}

	metrics(inFlight = 0): Promise<StepMetrics[]> {
		return this.#ring.take(inFlight);
	}

	async profile(batch: Batch, scalars: StepScalars, repeats: number): Promise<DispatchTiming[]> {
		this.#upload(batch, scalars);
		return timeDispatches(this.#state.context, this.#bound, { repeats, kept: this.#state.lasting() });
	}

	dispose(): void {
		this.#state.parts.delete(this.#ring);
		this.#ring.dispose();
		this.#bound.dispose();
	}

	#upload(batch: Batch, scalars: StepScalars): void {
		const { context, graph } = this.#state;
		checkBatch(batch, this.#shape, graph.options.classes);
		context.check();
		const { queue } = context.device;
		writeScalars(this.#scalars, scalars, this.#context);
		queue.writeBuffer(this.#bound.buffer('scalars'), 0, this.#scalars);
		queue.writeBuffer(this.#bound.buffer('images'), 0, batch.images as Float32Array<ArrayBuffer>);
		queue.writeBuffer(this.#bound.buffer('targets'), 0, batch.targets as Float32Array<ArrayBuffer>);
	}
}
