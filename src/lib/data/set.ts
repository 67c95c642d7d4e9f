import type { ImageSet } from './dataset';

/** A set of `count` black images of label 0, to be filled by whoever made it. */
export function emptySet(count: number, side: number): ImageSet {
	return { count, side, images: new Uint8Array(count * side * side * 3), labels: new Uint8Array(count) };
}

/** The first `count` images (all if there are fewer, or if `count` is null); shares memory with `set`. */
export function limit(set: ImageSet, count: number | null): ImageSet {
	if (count === null || count >= set.count) return set;
	const bytes = count * set.side * set.side * 3;
	return {
		count,
		side: set.side,
		images: set.images.subarray(0, bytes),
		labels: set.labels.subarray(0, count)
	};
}
