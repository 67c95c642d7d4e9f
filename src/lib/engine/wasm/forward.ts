import { checkImages } from '../check';
import type { StepShape, WeightSource } from '../executor';
import { foldingPlan } from '../plan/evaluation';
import type { Plan } from '../plan/plan';
import { BoundPlan } from './boundPlan';
import { plansWithin } from './room';
import type { State } from './state';

/** A way forward in evaluation mode: images in, folded weights made anew where they have changed, then the plan. */
export class Forward {
	readonly bound: BoundPlan;
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #source: WeightSource;
	readonly #folding: BoundPlan;

	/** Throws EngineError `out-of-memory`, which names what fits, and then leaves nothing behind. */
	constructor(state: State, shape: StepShape, source: WeightSource, make: (shape: StepShape) => Plan) {
		this.#state = state;
		this.#shape = shape;
		this.#source = source;
		const folding = foldingPlan(state.graph, state.layouts, source);
		const [, plan] = plansWithin(state, shape, (fitting) => [folding, make(fitting)]);
		this.#folding = BoundPlan.make(state, folding);
		try {
			this.bound = BoundPlan.make(state, plan);
		} catch (cause) {
			this.#folding.dispose();
			throw cause;
		}
	}

	/** @param images [batch, size, size, 3]. Throws RangeError for another length. */
	run(images: Float32Array): void {
		checkImages(images, this.#shape);
		this.#state.context.heap.write(this.bound.address('images'), images);
		if (this.#state.claimFolding(this.#source)) this.#folding.run();
		this.bound.run();
	}

	dispose(): void {
		this.bound.dispose();
		this.#folding.dispose();
	}
}
