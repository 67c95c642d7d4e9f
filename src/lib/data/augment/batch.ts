/**
 * Images as a network takes them: resized to the stage's size, flipped, padded with grey and cropped, normalised, in
 * the order of the official code (google/automl efficientnetv2, datasets.py). Values stay floats from the resizing on.
 */
import type { ImageSet } from '../dataset';
import type { Placement, PlacementDraws } from './draws';
import { place } from './place';
import { Resizer } from './resize';

export interface TrainingForm {
	/** Side of the result, pixels. */
	readonly size: number;
	/** Grey border before the crop, pixels of the resized image. */
	readonly padding: number;
	readonly draws: PlacementDraws;
}

/** By "from to": a run has a few sizes, and each has its filter and its memory. */
const resizers = new Map<string, Resizer>();
const keptResizers = 8;

/** The given images of a set as a batch for training, float32 [indices.length, size, size, 3]. */
export function trainingImages(
	set: ImageSet,
	indices: ArrayLike<number>,
	{ size, padding, draws }: TrainingForm
): Float32Array {
	return makeBatch(set, indices, size, padding, (image) => draws.of(image));
}

const untouched: Placement = { flip: false, dy: 0, dx: 0 };

/** The given images of a set as a batch for evaluation: resized and normalised only. Float32 [indices.length, size, size, 3]. */
export function evaluationImages(set: ImageSet, indices: ArrayLike<number>, size: number): Float32Array {
	return makeBatch(set, indices, size, 0, () => untouched);
}

function makeBatch(
	set: ImageSet,
	indices: ArrayLike<number>,
	size: number,
	padding: number,
	placementOf: (image: number) => Placement
): Float32Array {
	const out = new Float32Array(indices.length * size * size * 3);
	const resizer = resizerFor(set.side, size);
	for (let i = 0; i < indices.length; i++) {
		const image = indices[i] ?? 0;
		if (image >= set.count) throw new RangeError(`image ${image} is past the end of a set of ${set.count}`);
		const resized = resizer.resize(set.images, image * set.side * set.side * 3);
		place(resized, size, placementOf(image), padding, out, i * size * size * 3);
	}
	return out;
}

function resizerFor(from: number, to: number): Resizer {
	const key = `${from} ${to}`;
	const known = resizers.get(key);
	if (known) return known;
	if (resizers.size >= keptResizers) resizers.clear();
	const made = new Resizer(from, to);
	resizers.set(key, made);
	return made;
}
