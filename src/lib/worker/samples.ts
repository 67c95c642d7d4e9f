import type { ImageSet } from '$lib/data/dataset';

/** Test images whose predictions are shown while the network learns. */
const sampleCount = 20;

/**
 * `count` images of a set, the classes in turn: the first of each class, then the second of each, and so on, so
 * that all are shown equally often whatever the order of the file. Fewer if the set has fewer.
 */
export function chooseSamples(set: ImageSet, count = sampleCount): ImageSet {
	return pick(set, sampleNumbers(set, count));
}

/** Numbers of the images that `chooseSamples` chooses, in its order. */
export function sampleNumbers(set: ImageSet, count = sampleCount): number[] {
	const byClass = new Map<number, number[]>();
	set.labels.forEach((label, index) => {
		const indices = byClass.get(label) ?? [];
		if (indices.length < count) indices.push(index);
		byClass.set(label, indices);
	});
	const classes = [...byClass.keys()].sort((a, b) => a - b);
	const chosen: number[] = [];
	for (let round = 0; round < count; round++) {
		for (const label of classes) {
			const index = byClass.get(label)?.[round];
			if (index !== undefined && chosen.length < count) chosen.push(index);
		}
	}
	return chosen;
}

/** The images with these numbers, as a set of their own. */
export function pick(set: ImageSet, indices: readonly number[]): ImageSet {
	const bytes = set.side * set.side * 3;
	const images = new Uint8Array(indices.length * bytes);
	indices.forEach((index, i) => {
		images.set(set.images.subarray(index * bytes, (index + 1) * bytes), i * bytes);
	});
	const labels = Uint8Array.from(indices, (index) => set.labels[index] ?? 0);
	return { count: indices.length, side: set.side, images, labels };
}

/** The images as a canvas takes them: R G B A, opaque. */
export function toRgba({ images }: Pick<ImageSet, 'images'>): Uint8ClampedArray<ArrayBuffer> {
	const pixels = images.length / 3;
	const rgba = new Uint8ClampedArray(4 * pixels).fill(255);
	for (let i = 0; i < pixels; i++) rgba.set(images.subarray(3 * i, 3 * i + 3), 4 * i);
	return rgba;
}
