import { Resizer } from './augment/resize';
import type { ImageSet } from './dataset';

/** Side of a thumbnail, pixels; of a set whose images are smaller, theirs. */
const thumbnailSide = 32;

export interface Thumbnails {
	/** Side, pixels. */
	readonly side: number;
	/** By label, side·side·3 bytes each; grey where the set has no image of the class. */
	readonly images: Uint8Array;
}

/** The first image of each class, made small. */
export function thumbnails(set: ImageSet, classes: number): Thumbnails {
	const side = Math.min(thumbnailSide, set.side);
	const bytes = 3 * side * side;
	const images = new Uint8Array(classes * bytes).fill(128);
	const resizer = new Resizer(set.side, side);
	for (let label = 0; label < classes; label++) {
		const index = set.labels.indexOf(label);
		if (index < 0) continue;
		images.set(resizer.levels(set.images, index * 3 * set.side * set.side), label * bytes);
	}
	return { side, images };
}
