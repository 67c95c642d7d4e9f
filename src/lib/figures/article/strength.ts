/** One training image at a strength that the reader sets: the same code that training's images are held to. */
import { makeImages } from '$lib/data/augment/make';
import { RandAugmentDraws } from '$lib/data/augment/randAugment';
import { ONE, packDraws, type DrawnOperation } from '$lib/data/augment/table';
import type { ImageSet } from '$lib/data/dataset';
import { proceduralImage } from '$lib/data/procedural/source';
import { emptySet } from '$lib/data/set';
import { CounterStream } from '$lib/random/stream';

/** Side of the images before they are resized, pixels. */
const side = 32;
/** RandAugment's operations on each image, as in the released code. */
const layers = 2;

export interface Strength {
	/** Side of the image made, pixels. */
	readonly size: number;
	/** RandAugment's, 0 to 30. */
	readonly magnitude: number;
	/** Of the other image, 0 to 0.5. */
	readonly mixed: number;
	/** Which draw: 0, 1, 2, … */
	readonly draw: number;
}

export interface Strengthened {
	/** RGBA. */
	readonly pixels: Uint8ClampedArray;
	readonly operations: readonly DrawnOperation['name'][];
}

/** Two images of the procedural set: the one that is shown, and the one that mixup blends in. */
export function twoImages(first: number, second: number): ImageSet {
	const set = emptySet(2, side);
	[first, second].forEach((index, place) => {
		set.labels[place] = proceduralImage(0, 'train', index, set.images, place * side * side * 3);
	});
	return set;
}

/** The first image of the two as training would show it. */
export function strengthened(set: ImageSet, { size, magnitude, mixed, draw }: Strength): Strengthened {
	const draws = new RandAugmentDraws(draw, 0);
	const own = { flip: false, dy: 0, dx: 0, mix: null };
	const box = { left: 0, top: 0, right: 0, bottom: 0 };
	const operations = draws.of(0, { layers, magnitude, side: size });
	const mix = mixed === 0 ? null : { partner: 1, lambda: Math.round((1 - mixed) * ONE), ...box };
	const table = packDraws([
		{ ...own, image: 0, operations, mix },
		{ ...own, image: 1, operations: draws.of(1, { layers, magnitude, side: size }) }
	]);
	const [floats, length] = [
		makeImages(set, { size, padding: 0, interpolation: 'nearest', table }),
		size * size
	];
	const pixels = new Uint8ClampedArray(4 * length);
	for (let at = 0; at < length; at++) {
		for (let channel = 0; channel < 3; channel++) {
			pixels[4 * at + channel] = ((floats[3 * at + channel] ?? 0) + 1) * 128;
		}
		pixels[4 * at + 3] = 255;
	}
	return { pixels, operations: operations.map(({ name }) => name) };
}

/** Which of `count` inputs a dropout of that rate silences in a draw: the same ones and more as the rate grows. */
export function silenced(count: number, rate: number, draw: number): boolean[] {
	const stream = new CounterStream(draw, 'article.dropout', 0);
	return Array.from({ length: count }, (_, index) => stream.uniform(index) < rate);
}
