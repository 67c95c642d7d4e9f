/** A training step as the compiled engines would run it, without an engine: nothing is compiled or allocated. Pure. */
import type { Graph } from '$lib/model/graph';
import type { DeviceReport, OptimizerSpec, StepShape } from './executor';
import { layoutsOf } from './plan/flatLayout';
import { gpuThreads, PROCESSOR_SUMS } from './plan/parallelism';
import type { KernelCall } from './plan/plan';
import { trainingPlan } from './plan/training';

/** What a call computes, for which layer, and at what cost. */
export type PlannedCall = Pick<KernelCall, 'kernel' | 'layer' | 'pass' | 'macs' | 'bytes'>;

export interface PlannedStep {
	/** In the order in which `TrainingStep.profile` times them. */
	readonly calls: readonly PlannedCall[];
	/**
	 * Of weights, gradients, slots, what is kept for the way back and what the step itself needs; without what an engine
	 * adds for its own use, see `Executor.trainingBytes`.
	 */
	readonly bytes: number;
}

/** Both compiled engines bind as much; a larger optimiser call would be split, which costs nothing. */
const MOST_ELEMENTS = 2 ** 29;
const FLOAT_BYTES = 4;

/** The step of a compiled engine on a device of this kind; no average is kept. */
export function plannedStep(
	{ engine, software }: { readonly engine: 'webgpu' | 'wasm' } & Pick<DeviceReport, 'software'>,
	{ graph, optimizer }: { readonly graph: Graph; readonly optimizer: OptimizerSpec },
	shape: StepShape
): PlannedStep {
	const parallelism = engine === 'wasm' ? PROCESSOR_SUMS : gpuThreads(software);
	const update = { optimizer, ema: false, mostElements: MOST_ELEMENTS };
	const { calls, slabs, sizes } = trainingPlan(graph, layoutsOf(graph), shape, { parallelism, update });
	const elements = [...slabs, ...Object.values(sizes)].reduce((sum, size) => sum + size, 0);
	return { calls, bytes: FLOAT_BYTES * elements };
}
