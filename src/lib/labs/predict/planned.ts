/** Any network's training step as the compiled engines would run it. Pure. */
import type { OptimizerSpec, StepShape } from '$lib/engine/executor';
import { plannedStep, type PlannedStep } from '$lib/engine/planned';
import { buildGraph } from '$lib/model/build';
import type { Variant } from '$lib/model/variant';

/** As the playground trains by default. */
export const optimizer: OptimizerSpec = { kind: 'sgd', momentum: 0.9 };

/** Of a compiled engine's device, what its plans depend on. */
export interface PlanDevice {
	readonly engine: 'webgpu' | 'wasm';
	readonly software: boolean;
}

export function planOf(device: PlanDevice, variant: Variant, shape: StepShape): PlannedStep {
	return plannedStep(device, { graph: buildGraph(variant), optimizer }, shape);
}
