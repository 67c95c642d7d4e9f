import { EngineError, type ExecutorOptions } from '../executor';
import { PlanExecutor } from '../plan/executor';
import { WasmAugmentationStep } from './augmentationStep';
import type { Context } from './context';
import { WasmActivationStep, WasmEvaluationStep } from './evaluation';
import { WasmGradientStep } from './gradient';
import { WasmHeldImages } from './heldImages';
import { State } from './state';
import { WasmTrainingStep } from './training';

/** Runs compiled plans on the processor. */
export class WasmExecutor extends PlanExecutor<State, WasmTrainingStep, WasmEvaluationStep> {
	/** Throws EngineError `unavailable` for activations in float16. */
	constructor(context: Context, options: ExecutorOptions) {
		if (options.activations === 'float16') {
			throw new EngineError(
				'unavailable',
				'The processor engine keeps activations in float32; WebGPU can halve them.'
			);
		}
		super(new State(context, options), {
			training: async (state, shape) => WasmTrainingStep.compile(state, shape),
			trainingBytes: (state, shape) => WasmTrainingStep.bytes(state, shape),
			requireRoom: (state, shape) => {
				WasmTrainingStep.plan(state, shape);
			},
			evaluation: async (state, shape, weights) => new WasmEvaluationStep(state, shape, weights),
			activations: async (state, shape, weights, values) =>
				new WasmActivationStep(state, shape, weights, values),
			gradient: async (state, shape) => new WasmGradientStep(state, shape),
			augmentation: (state, shape) => new WasmAugmentationStep(state, shape),
			images: (state, images) => new WasmHeldImages(state, images)
		});
	}
}
