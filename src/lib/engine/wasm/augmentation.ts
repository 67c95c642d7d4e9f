/** Makes a step's images in linear memory, from held ones and a table of draws. */
import { wordsPerImage, type DrawnImages } from '$lib/data/augment/table';
import { checkDrawn } from '../check';
import { EngineError, type HeldImages, type StepShape } from '../executor';
import { augmentationKey, augmentationPlan, type AugmentationShape } from '../plan/augmentation';
import type { TimedCall } from '../plan/plan';
import { framed } from './encode';
import { grains } from './heap';
import { WasmHeldImages } from './heldImages';
import { AUGMENT, MIX_IMAGES } from './opcodes';
import { bytesOf, type State } from './state';

const WORD_BYTES = 4;
/** Room for the words of both calls. */
const LIST_BYTES = 128;

/** What one form of batches needs beside the draws. */
interface Form {
	readonly shape: AugmentationShape;
	readonly taps: number;
	/** Images before mixing, and the threads' own memory: of the arena, since no step needs it between its steps. */
	readonly slabs: readonly number[];
	readonly stride: number;
}

/** Calls on a batch whose draws lie in memory. */
export interface LoadedDraws {
	readonly calls: readonly TimedCall[];
	run(): void;
	/** Runs one of the calls. */
	runCall(at: number): void;
}

export class Augmentation {
	readonly #state: State;
	readonly #shape: StepShape;
	/** Address of what the images are written to; its owner frees it. */
	readonly #images: number;
	readonly #forms = new Map<string, Form>();
	/** The table, and behind it the list of calls. */
	#draws = 0;
	#disposed = false;

	constructor(state: State, shape: StepShape, images: number) {
		this.#state = state;
		this.#shape = shape;
		this.#images = images;
		state.parts.add(this);
	}

	/**
	 * Writes the table and the calls; the first time for a side of images it makes what it needs. Throws RangeError for
	 * draws of another shape, EngineError if the images cannot be used here or the memory is full.
	 */
	load(held: HeldImages, drawn: DrawnImages): LoadedDraws {
		const { context } = this.#state;
		if (this.#disposed) throw new EngineError('unavailable', 'This step was disposed of.');
		this.#state.check();
		if (!(held instanceof WasmHeldImages)) {
			throw new EngineError('unavailable', 'These images are held by another engine.');
		}
		const address = held.addressIn(context);
		checkDrawn(drawn, held, this.#shape);
		const form = this.#formOf(held, drawn);
		const draws = this.#drawsAddress();
		context.heap.writeWords(draws, drawn.table);
		const list = draws + grains(drawn.table.byteLength);
		const words = this.#encode(form, address, draws);
		context.heap.writeWords(list, words.flat());
		const starts = [list, list + WORD_BYTES * words[0]!.length, list + WORD_BYTES * words.flat().length];
		const run = (from: number, to: number) => {
			context.run(starts[from]!, starts[to]!, form.slabs[1]!, form.stride);
		};
		return {
			calls: callsOf(form.shape),
			run: () => {
				run(0, 2);
			},
			runCall: (at) => {
				run(at, at + 1);
			}
		};
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#state.parts.delete(this);
		const { heap } = this.#state.context;
		for (const { taps, slabs } of this.#forms.values()) {
			heap.free(taps);
			this.#state.slabs.release(slabs);
		}
		if (this.#draws !== 0) heap.free(this.#draws);
	}

	#drawsAddress(): number {
		const bytes = grains(WORD_BYTES * wordsPerImage * this.#shape.batch) + LIST_BYTES;
		if (this.#draws === 0) this.#draws = this.#state.context.heap.allocate(bytes);
		return this.#draws;
	}

	#formOf(held: HeldImages, drawn: DrawnImages): Form {
		const key = augmentationKey(held, drawn);
		let form = this.#forms.get(key);
		if (form === undefined) this.#forms.set(key, (form = this.#makeForm(held, drawn)));
		return form;
	}

	#makeForm(held: HeldImages, drawn: DrawnImages): Form {
		const { heap, threads } = this.#state.context;
		const { shape, taps: words } = augmentationPlan(this.#shape, held, drawn);
		const stride = grains(scratchBytes(shape));
		const elements = 3 * shape.batch * shape.size ** 2;
		const slabs = this.#state.slabs.take([elements, (threads * stride) / WORD_BYTES]);
		try {
			const taps = heap.allocate(bytesOf(words.length));
			heap.writeWords(taps, words);
			return { shape, taps, slabs, stride };
		} catch (cause) {
			this.#state.slabs.release(slabs);
			throw cause;
		}
	}

	#encode({ shape, taps, slabs }: Form, held: number, draws: number): readonly (readonly number[])[] {
		const { batch, size, side, width, padding, bilinear } = shape;
		const made = slabs[0]!;
		return [
			framed([AUGMENT, held, draws, taps, made, batch, size, side, width, padding, bilinear]),
			framed([MIX_IMAGES, draws, made, this.#images, batch, size])
		];
	}
}

/** Of one thread, as assembly/augment.ts lays it out: histograms and curves, an image of vectors, two of packed levels, rows. */
function scratchBytes({ size, side, width }: AugmentationShape): number {
	const rows = width === 0 ? 0 : 16 * side * size;
	return 3840 + (16 + 8) * size ** 2 + rows;
}

function callsOf({ batch, size, side }: AugmentationShape): readonly TimedCall[] {
	const table = WORD_BYTES * wordsPerImage * batch;
	const images = WORD_BYTES * 3 * batch * size ** 2;
	const call = (kind: string, bytes: number): TimedCall => ({
		kernel: { kind },
		layer: 'augmentation',
		pass: 'augment',
		macs: 0,
		bytes
	});
	return [call('augment', 3 * batch * side ** 2 + table + images), call('mixImages', 2 * images + table)];
}
