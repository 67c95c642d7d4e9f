import { checkImages } from '../check';
import type { StepShape, WeightSource } from '../executor';
import { foldingPlan } from '../plan/evaluation';
import type { Plan } from '../plan/plan';
import { BoundPlan } from './boundPlan';
import type { State } from './state';

/** A way forward in evaluation mode: images in, folded weights made anew where they have changed, then the plan. */
export class Forward {
	private constructor(
		private readonly state: State,
		private readonly shape: StepShape,
		private readonly source: WeightSource,
		readonly bound: BoundPlan,
		private readonly folding: BoundPlan
	) {}

	/** Throws what `BoundPlan.make` throws, and then leaves nothing behind. */
	static async compile(state: State, shape: StepShape, source: WeightSource, plan: Plan): Promise<Forward> {
		const folding = await BoundPlan.make(state, foldingPlan(state.graph, state.layouts, source));
		try {
			return new Forward(state, shape, source, await BoundPlan.make(state, plan), folding);
		} catch (cause) {
			folding.dispose();
			throw cause;
		}
	}

	/** Queues it. @param images [batch, size, size, 3]. Throws RangeError for another length. */
	run(images: Float32Array): void {
		const { context } = this.state;
		checkImages(images, this.shape);
		context.check();
		const { device } = context;
		device.queue.writeBuffer(this.bound.buffer('images'), 0, images as Float32Array<ArrayBuffer>);
		const encoder = device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		if (this.state.claimFolding(this.source)) this.folding.encode(pass);
		this.bound.encode(pass);
		pass.end();
		device.queue.submit([encoder.finish()]);
	}

	dispose(): void {
		this.bound.dispose();
		this.folding.dispose();
	}
}
