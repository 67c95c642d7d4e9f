import type { DrawnImages } from '$lib/data/augment/table';
import type { AugmentationStep, DispatchTiming, HeldImages, StepShape } from '../executor';
import { Augmentation } from './augmentation';
import { readBuffer, storage } from './buffers';
import { checkImageBuffer } from './limits';
import { timeDispatches } from './profile';
import type { State } from './state';

/** Images as a training step of one size and batch sees them. */
export class WebgpuAugmentationStep implements AugmentationStep {
	readonly #state: State;
	readonly #elements: number;
	readonly #images: GPUBuffer;
	readonly #augmentation: Augmentation;

	/** Throws EngineError `out-of-memory` for images that the device cannot bind at once. */
	constructor(state: State, shape: StepShape) {
		this.#state = state;
		this.#elements = 3 * shape.batch * shape.imageSize ** 2;
		checkImageBuffer(this.#elements, state.context.device.limits);
		this.#images = storage(state.context.device, this.#elements, 'images');
		this.#augmentation = new Augmentation(state, shape, this.#images);
		state.parts.add(this);
	}

	async run(held: HeldImages, drawn: DrawnImages): Promise<Float32Array> {
		const { context } = this.#state;
		context.check();
		const made = this.#augmentation.load(held, drawn);
		const encoder = context.device.createCommandEncoder();
		made.begin(encoder).end();
		context.device.queue.submit([encoder.finish()]);
		return readBuffer(context, this.#images, this.#elements);
	}

	/** What the copies of the held images take is not in it. */
	async profile(held: HeldImages, drawn: DrawnImages, repeats: number): Promise<DispatchTiming[]> {
		await this.run(held, drawn);
		const { dispatches } = this.#augmentation.load(held, drawn);
		return timeDispatches(this.#state.context, dispatches, { repeats, kept: [] });
	}

	dispose(): void {
		this.#state.parts.delete(this);
		this.#augmentation.dispose();
		this.#images.destroy();
	}
}
