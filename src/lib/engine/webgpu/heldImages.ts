import type { ImageSet } from '$lib/data/dataset';
import { EngineError, type HeldImages } from '../executor';
import { heldOutOfMemory } from '../watch';
import type { Context } from './context';
import { wordsOf } from './kernels/augment';
import type { State } from './state';

/** A set is spread over buffers of so many bytes at most: far below what any device takes at once. */
const CHUNK_BYTES = 2 ** 24;
const WORD_BYTES = 4;

/** A set on the device. Each image begins at a whole word, so that it can be copied from there. */
export class WebgpuHeldImages implements HeldImages {
	readonly count: number;
	readonly side: number;
	/** Bytes from one image to the next. */
	readonly #stride: number;
	readonly #perChunk: number;
	readonly #chunks: GPUBuffer[] = [];
	readonly #state: State;
	#failure: EngineError | null = null;
	#disposed = false;

	/**
	 * Throws EngineError `out-of-memory` where the host has no room, or the device none for a single image. That it has
	 * none for all of them, the device tells a moment later; `check` throws it then.
	 */
	constructor(state: State, { count, side, images }: ImageSet) {
		const { device } = state.context;
		this.count = count;
		this.side = side;
		this.#state = state;
		this.#stride = WORD_BYTES * wordsOf(side);
		this.#perChunk = Math.max(1, Math.floor(CHUNK_BYTES / this.#stride));
		if (this.#stride > device.limits.maxBufferSize) throw this.#outOfMemory();
		state.parts.add(this);
		device.pushErrorScope('out-of-memory');
		try {
			for (let first = 0; first < count; first += this.#perChunk) this.#upload(images, first);
		} catch (cause) {
			throw cause instanceof RangeError ? this.#outOfMemory() : cause;
		} finally {
			const lack = (error: GPUError | null) => error !== null && this.#outOfMemory();
			// A device that is lost tells so elsewhere.
			device.popErrorScope().then(lack, () => null);
		}
	}

	/** Throws EngineError if the set did not fit, was disposed of, or is on another device. */
	check(context: Context): void {
		if (this.#failure !== null) throw this.#failure;
		if (this.#disposed) throw new EngineError('unavailable', 'These images were disposed of.');
		if (context !== this.#state.context) {
			throw new EngineError('unavailable', 'These images are held by another device.');
		}
	}

	/** Adds copies of some images to a device's commands, one after the other. */
	copy(encoder: GPUCommandEncoder, images: Iterable<number>, to: GPUBuffer): void {
		let place = 0;
		for (const image of images) {
			const chunk = this.#chunks[Math.floor(image / this.#perChunk)]!;
			const offset = (image % this.#perChunk) * this.#stride;
			encoder.copyBufferToBuffer(chunk, offset, to, place, this.#stride);
			place += this.#stride;
		}
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#state.parts.delete(this);
		for (const chunk of this.#chunks) chunk.destroy();
	}

	/** As many as one buffer takes, from number `first` on. */
	#upload(images: Uint8Array, first: number): void {
		const { device } = this.#state.context;
		const held = Math.min(this.#perChunk, this.count - first);
		const usage = GPUBufferUsage.COPY_SRC;
		const size = held * this.#stride;
		const chunk = device.createBuffer({ size, usage, mappedAtCreation: true, label: 'held images' });
		this.#chunks.push(chunk);
		const target = new Uint8Array(chunk.getMappedRange());
		const bytes = 3 * this.side ** 2;
		for (let i = 0; i < held; i++) {
			const from = (first + i) * bytes;
			target.set(images.subarray(from, from + bytes), i * this.#stride);
		}
		chunk.unmap();
	}

	#outOfMemory(): EngineError {
		this.#failure = new EngineError('out-of-memory', heldOutOfMemory);
		this.dispose();
		return this.#failure;
	}
}
