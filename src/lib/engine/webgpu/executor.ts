import type { ExecutorOptions } from '../executor';
import { PlanExecutor } from '../plan/executor';
import { WebgpuAugmentationStep } from './augmentationStep';
import type { Context } from './context';
import { WebgpuActivationStep, WebgpuEvaluationStep } from './evaluation';
import { WebgpuGradientStep } from './gradient';
import { WebgpuHeldImages } from './heldImages';
import { State } from './state';
import { WebgpuTrainingStep } from './training';

/** Runs compiled plans on a WebGPU device. */
export class WebgpuExecutor extends PlanExecutor<State, WebgpuTrainingStep, WebgpuEvaluationStep> {
	constructor(context: Context, options: ExecutorOptions) {
		super(new State(context, options), {
			training: (state, shape) => WebgpuTrainingStep.compile(state, shape),
			trainingBytes: (state, shape) => WebgpuTrainingStep.bytes(state, shape),
			evaluation: (state, shape, weights) => WebgpuEvaluationStep.compile(state, shape, weights),
			activations: (state, shape, weights, values) =>
				WebgpuActivationStep.compile(state, shape, weights, values),
			gradient: (state, shape) => WebgpuGradientStep.compile(state, shape),
			augmentation: (state, shape) => new WebgpuAugmentationStep(state, shape),
			images: (state, images) => new WebgpuHeldImages(state, images)
		});
	}
}
