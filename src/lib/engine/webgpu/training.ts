import { checkImages, checkTargets } from '../check';
import type {
	Batch,
	DispatchTiming,
	DrawnBatch,
	ProfileClock,
	StepMetrics,
	StepScalars,
	StepShape,
	StepStatistics,
	TrainingStep
} from '../executor';
import type { Plan } from '../plan/plan';
import { scalarCount, writeScalars, type ScalarContext } from '../plan/scalars';
import { scalarContextOf, trainingPlan } from '../plan/training';
import { Augmentation } from './augmentation';
import { BoundPlan } from './boundPlan';
import { timeByFence } from './fence';
import { planWithin } from './limits';
import { MetricsRing } from './metricsRing';
import { timeDispatches } from './profile';
import type { State } from './state';

function planOf({ context, graph, layouts, options }: State, shape: StepShape): Plan {
	const { optimizer, ema, activations = 'float32' } = options;
	const mostElements = context.device.limits.maxStorageBufferBindingSize / 4;
	const update = { optimizer, ema, mostElements };
	return trainingPlan(graph, layouts, shape, { parallelism: context.parallelism, update, activations });
}

/** Forward, backward and update at one image size and batch: one pass, one submission a step. */
export class WebgpuTrainingStep implements TrainingStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #bound: BoundPlan;
	readonly #augmentation: Augmentation;
	readonly #ring: MetricsRing;
	readonly #context: ScalarContext;
	readonly #scalars: Float32Array<ArrayBuffer>;
	readonly statistics: StepStatistics;

	private constructor(state: State, shape: StepShape, bound: BoundPlan, compileMs: number) {
		this.#state = state;
		this.#shape = shape;
		this.#bound = bound;
		this.#augmentation = new Augmentation(state, shape, bound.buffer('images'));
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
		const start = performance.now();
		const { limits } = state.context.device;
		const plan = planWithin(limits, shape, (batch) => planOf(state, { ...shape, batch }));
		const bound = await BoundPlan.make(state, plan);
		return new WebgpuTrainingStep(state, shape, bound, performance.now() - start);
	}

	/** Bytes of an executor that has this step alone. */
	static bytes(state: State, shape: StepShape): number {
		return state.bytesOfStep(planOf(state, shape));
	}

	run(batch: Batch, scalars: StepScalars): void {
		this.#upload(batch, scalars);
		const encoder = this.#state.context.device.createCommandEncoder();
		this.#submit(encoder, encoder.beginComputePass(), scalars);
	}

	runDrawn({ held, drawn, targets }: DrawnBatch, scalars: StepScalars): void {
		this.#uploadBeside(targets, scalars);
		const made = this.#augmentation.load(held, drawn);
		const encoder = this.#state.context.device.createCommandEncoder();
		this.#submit(encoder, made.begin(encoder), scalars);
	}

	metrics(inFlight = 0): Promise<StepMetrics[]> {
		return this.#ring.take(inFlight);
	}

	async profile(
		batch: Batch,
		scalars: StepScalars,
		repeats: number,
		clock: ProfileClock = 'own'
	): Promise<DispatchTiming[]> {
		this.#upload(batch, scalars);
		const time = clock === 'fence' ? timeByFence : timeDispatches;
		return time(this.#state.context, this.#bound.dispatches, { repeats, kept: this.#state.lasting() });
	}

	dispose(): void {
		this.#state.parts.delete(this.#ring);
		this.#ring.dispose();
		this.#augmentation.dispose();
		this.#bound.dispose();
	}

	/** Adds the plan to a pass that may have begun with the making of its images. */
	#submit(encoder: GPUCommandEncoder, pass: GPUComputePassEncoder, { step }: StepScalars): void {
		this.#bound.encode(pass);
		pass.end();
		const staging = this.#ring.copy(encoder, this.#state.buffer('row'));
		this.#state.context.device.queue.submit([encoder.finish()]);
		this.#state.touch();
		this.#ring.expect(step, staging);
	}

	#upload({ images, targets }: Batch, scalars: StepScalars): void {
		checkImages(images, this.#shape);
		this.#uploadBeside(targets, scalars);
		const { queue } = this.#state.context.device;
		queue.writeBuffer(this.#bound.buffer('images'), 0, images as Float32Array<ArrayBuffer>);
	}

	/** What a step reads beside its images. */
	#uploadBeside(targets: Float32Array, scalars: StepScalars): void {
		const { context, graph } = this.#state;
		checkTargets(targets, this.#shape, graph.options.classes);
		context.check();
		const { queue } = context.device;
		writeScalars(this.#scalars, scalars, this.#context);
		queue.writeBuffer(this.#bound.buffer('scalars'), 0, this.#scalars);
		queue.writeBuffer(this.#bound.buffer('targets'), 0, targets as Float32Array<ArrayBuffer>);
	}
}
