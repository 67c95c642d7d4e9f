import { checkImages, checkTargets } from '../check';
import type {
	Batch,
	DispatchTiming,
	DrawnBatch,
	StepMetrics,
	StepScalars,
	StepShape,
	StepStatistics,
	TrainingStep
} from '../executor';
import { PROCESSOR_SUMS } from '../plan/parallelism';
import type { Plan } from '../plan/plan';
import { bitsOf, scalarCount, writeScalars, type ScalarContext } from '../plan/scalars';
import { scalarContextOf, trainingPlan } from '../plan/training';
import { Augmentation } from './augmentation';
import { BoundPlan } from './boundPlan';
import { MOST_ELEMENTS } from './context';
import { timeCalls } from './profile';
import { bytesOfStep, plansWithin } from './room';
import type { State } from './state';

function planOf({ options: { optimizer, ema }, graph, layouts }: State, shape: StepShape): Plan {
	const update = { optimizer, ema, mostElements: MOST_ELEMENTS };
	return trainingPlan(graph, layouts, shape, { parallelism: PROCESSOR_SUMS, update });
}

/** Forward, backward and update at one image size and batch. A step is over when `run` returns. */
export class WasmTrainingStep implements TrainingStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #bound: BoundPlan;
	readonly #augmentation: Augmentation;
	readonly #context: ScalarContext;
	readonly #scalars: Float32Array<ArrayBuffer>;
	readonly #bits: Uint32Array;
	readonly #row: number;
	#rows: StepMetrics[] = [];
	readonly statistics: StepStatistics;

	private constructor(state: State, shape: StepShape, bound: BoundPlan, start: number) {
		this.#state = state;
		this.#shape = shape;
		this.#bound = bound;
		this.#augmentation = new Augmentation(state, shape, bound.address('images'));
		this.#context = scalarContextOf(state.options);
		this.#scalars = new Float32Array(scalarCount(this.#context.depths.length));
		this.#bits = bitsOf(this.#scalars);
		this.#row = state.address('row') / 4;
		this.statistics = {
			dispatches: bound.calls.length,
			pipelines: null,
			compileMs: performance.now() - start,
			bufferBytes: state.bytes + bound.bytes
		};
	}

	static compile(state: State, shape: StepShape): WasmTrainingStep {
		const start = performance.now();
		const plan = WasmTrainingStep.plan(state, shape);
		return new WasmTrainingStep(state, shape, BoundPlan.make(state, plan), start);
	}

	/** The step's plan. Throws EngineError `out-of-memory` where the heap has no room for it. */
	static plan(state: State, shape: StepShape): Plan {
		return plansWithin(state, shape, (fitting) => [planOf(state, fitting)])[0];
	}

	/** Bytes of an executor that has this step alone. */
	static bytes(state: State, shape: StepShape): number {
		return bytesOfStep(state, planOf(state, shape));
	}

	run(batch: Batch, scalars: StepScalars): void {
		this.#upload(batch, scalars);
		this.#train(scalars);
	}

	runDrawn({ held, drawn, targets }: DrawnBatch, scalars: StepScalars): void {
		this.#uploadBeside(targets, scalars);
		this.#augmentation.load(held, drawn).run();
		this.#train(scalars);
	}

	async metrics(): Promise<StepMetrics[]> {
		const rows = this.#rows;
		this.#rows = [];
		return rows;
	}

	async profile(batch: Batch, scalars: StepScalars, repeats: number): Promise<DispatchTiming[]> {
		this.#upload(batch, scalars);
		return timeCalls(this.#state.context, this.#bound, { repeats, kept: this.#state.lasting() });
	}

	dispose(): void {
		this.#augmentation.dispose();
		this.#bound.dispose();
	}

	/** On the images that are in place. */
	#train({ step }: StepScalars): void {
		this.#bound.run();
		this.#state.touch();
		const { floats } = this.#state.context.heap;
		const at = this.#row;
		this.#rows.push({
			step,
			loss: floats[at]!,
			correct: floats[at + 1]!,
			gradientNorm: floats[at + 2]!
		});
	}

	#upload({ images, targets }: Batch, scalars: StepScalars): void {
		checkImages(images, this.#shape);
		this.#uploadBeside(targets, scalars);
		this.#state.context.heap.write(this.#bound.address('images'), images);
	}

	/** What a step reads beside its images. */
	#uploadBeside(targets: Float32Array, scalars: StepScalars): void {
		checkTargets(targets, this.#shape, this.#state.graph.options.classes);
		const { heap } = this.#state.context;
		writeScalars(this.#scalars, scalars, this.#context, this.#bits);
		heap.write(this.#bound.address('scalars'), this.#scalars);
		heap.write(this.#bound.address('targets'), targets);
	}
}
