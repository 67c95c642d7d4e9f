import type { ImageSet } from '$lib/data/dataset';
import { EngineError, type HeldImages } from '../executor';
import { heldOutOfMemory } from '../watch';
import type { Context } from './context';
import type { State } from './state';

/** Kernels read a pixel's three bytes as four. */
const BEYOND = 1;

/** A set in linear memory, as it is. */
export class WasmHeldImages implements HeldImages {
	readonly count: number;
	readonly side: number;
	readonly #state: State;
	readonly #address: number;
	#disposed = false;

	/** Throws EngineError `out-of-memory`. */
	constructor(state: State, { count, side, images }: ImageSet) {
		this.count = count;
		this.side = side;
		this.#state = state;
		const { heap } = state.context;
		try {
			this.#address = heap.allocate(images.length + BEYOND);
		} catch {
			throw new EngineError('out-of-memory', heldOutOfMemory);
		}
		heap.writeBytes(this.#address, images);
		state.parts.add(this);
	}

	/** Where the first image begins. Throws EngineError if the set was disposed of, or is in another memory. */
	addressIn(context: Context): number {
		if (this.#disposed) throw new EngineError('unavailable', 'These images were disposed of.');
		if (context !== this.#state.context) {
			throw new EngineError('unavailable', 'These images are held by another device.');
		}
		return this.#address;
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#state.parts.delete(this);
		this.#state.context.heap.free(this.#address);
	}
}
