import type { DrawnImages } from '$lib/data/augment/table';
import type { AugmentationStep, DispatchTiming, HeldImages, StepShape } from '../executor';
import { Augmentation } from './augmentation';
import { timeCalls } from './profile';
import { bytesOf, type State } from './state';

/** Images as a training step of one size and batch sees them. */
export class WasmAugmentationStep implements AugmentationStep {
	readonly #state: State;
	readonly #elements: number;
	readonly #images: number;
	readonly #augmentation: Augmentation;
	#disposed = false;

	/** Throws EngineError `out-of-memory`. */
	constructor(state: State, shape: StepShape) {
		this.#state = state;
		this.#elements = 3 * shape.batch * shape.imageSize ** 2;
		this.#images = state.context.heap.allocate(bytesOf(this.#elements));
		this.#augmentation = new Augmentation(state, shape, this.#images);
		state.parts.add(this);
	}

	async run(held: HeldImages, drawn: DrawnImages): Promise<Float32Array> {
		this.#augmentation.load(held, drawn).run();
		return this.#state.context.heap.read(this.#images, this.#elements);
	}

	async profile(held: HeldImages, drawn: DrawnImages, repeats: number): Promise<DispatchTiming[]> {
		return timeCalls(this.#state.context, this.#augmentation.load(held, drawn), { repeats, kept: [] });
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#state.parts.delete(this);
		this.#augmentation.dispose();
		this.#state.context.heap.free(this.#images);
	}
}
