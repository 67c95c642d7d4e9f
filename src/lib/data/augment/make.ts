/**
 * Images as a network takes them: resized to the stage's size, flipped, padded with grey and cropped, changed by
 * RandAugment's operations, normalised and mixed, in the order of the official code (google/automl efficientnetv2,
 * preprocessing.py and datasets.py). This is what the engines' kernels are held to; docs/augmentation.md has the rules.
 */
import type { ImageSet } from '../dataset';
import type { Levels } from './levels';
import { mixImages } from './mix';
import { operate } from './operations';
import { grey, place } from './place';
import { Resizer } from './resize';
import {
	ONE,
	packDraws,
	unpackDraws,
	type DrawnImages,
	type DrawnOperation,
	type ImageDraw,
	type Interpolation
} from './table';

/** By "from to": a run has a few sizes, and each has its filter and its memory. */
const makers = new Map<string, ImageMaker>();
const keptMakers = 8;

/**
 * A batch of a set's images as drawn, normalised, float32 [batch, size, size, 3]. Throws RangeError for a table that
 * asks for an image or a partner that is not there, or for an operation that has no name.
 */
export function makeImages(set: ImageSet, drawn: DrawnImages): Float32Array {
	const { size } = drawn;
	const draws = unpackDraws(drawn.table);
	const maker = makerFor(set.side, size);
	const length = size * size * 3;
	const batch = new Float32Array(draws.length * length);
	for (const [row, draw] of draws.entries()) {
		if (draw.image < 0 || draw.image >= set.count) {
			throw new RangeError(`image ${draw.image} is not in a set of ${set.count}`);
		}
		maker.make(set.images, draw, drawn, batch.subarray(row * length, (row + 1) * length));
	}
	mixImages(
		batch,
		size,
		draws.map(({ mix }) => mix)
	);
	return batch;
}

/** The given images of a set for evaluation: resized and normalised only. Float32 [indices.length, size, size, 3]. */
export function evaluationImages(set: ImageSet, indices: ArrayLike<number>, size: number): Float32Array {
	const untouched = { flip: false, dy: 0, dx: 0, operations: [], mix: null };
	const table = packDraws(Array.from(indices, (image) => ({ ...untouched, image })));
	return makeImages(set, { size, padding: 0, interpolation: 'nearest', table });
}

function makerFor(from: number, to: number): ImageMaker {
	const key = `${from} ${to}`;
	const known = makers.get(key);
	if (known) return known;
	if (makers.size >= keptMakers) makers.clear();
	const made = new ImageMaker(from, to);
	makers.set(key, made);
	return made;
}

/** Makes single images of one size from images of another, in its own memory. */
class ImageMaker {
	readonly #from: number;
	readonly #resizer: Resizer;
	readonly #placed: Int32Array;
	readonly #levels: Levels;

	constructor(from: number, to: number) {
		const length = to * to * 3;
		this.#from = from;
		this.#resizer = new Resizer(from, to);
		this.#placed = new Int32Array(length);
		this.#levels = { side: to, pixels: new Uint8Array(length), spare: new Uint8Array(length) };
	}

	/** Before mixing. @param out receives size·size·3 normalised floats */
	make(images: Uint8Array, draw: ImageDraw, form: DrawnImages, out: Float32Array): void {
		const placed = this.#placed;
		const resized = this.#resizer.resize(images, draw.image * this.#from * this.#from * 3);
		place(resized, form.size, draw, form.padding, placed);
		if (draw.operations.length > 0) this.#operate(draw.operations, form.interpolation);
		// Whole numbers below 2^24 and a power of two: exact in float32.
		for (let i = 0; i < out.length; i++) out[i] = placed[i]! / (grey * ONE) - 1;
	}

	/** Operations see whole levels, as they do in the official code. */
	#operate(operations: readonly DrawnOperation[], interpolation: Interpolation): void {
		const placed = this.#placed;
		const { pixels } = this.#levels;
		for (let i = 0; i < pixels.length; i++) pixels[i] = (placed[i]! + ONE / 2) >>> 16;
		for (const operation of operations) operate(this.#levels, operation, interpolation);
		for (let i = 0; i < pixels.length; i++) placed[i] = pixels[i]! * ONE;
	}
}
