/** The images that candidates are judged on: a part of the training split, as the paper's minival set is. */
import { permutation } from '$lib/data/sampler';
import type { Dataset, ImageSet } from '$lib/data/dataset';
import { emptySet } from '$lib/data/set';

/** Share of the training images that is held out. The paper's 25,000 are 2 % of ImageNet; of 2,000 that would be 40. */
const SHARE = 0.2;

/** A part that no epoch of training reaches: the draw that splits is not the draw of any epoch's order. */
const PART = 0xffffffff;

/** Images that are held out of `count`. */
export const heldOut = (count: number) => Math.max(1, Math.round(count * SHARE));

/**
 * A data set whose training images are some of the given ones and whose "test" images are the rest of them, so that the
 * training loop judges on what was held out. The test split itself is not read.
 * @throws RangeError for fewer than two images
 */
export function holdOut({ kind, classes, train }: Dataset, seed: number): Dataset {
	if (train.count < 2) throw new RangeError('Nothing can be held out of fewer than two training images.');
	const order = permutation(train.count, seed, PART);
	const held = heldOut(train.count);
	return {
		kind,
		classes,
		test: taken(train, order.subarray(0, held)),
		train: taken(train, order.subarray(held))
	};
}

function taken(set: ImageSet, indices: Uint32Array): ImageSet {
	const part = emptySet(indices.length, set.side);
	const bytes = set.side ** 2 * 3;
	indices.forEach((from, to) => {
		part.images.set(set.images.subarray(from * bytes, (from + 1) * bytes), to * bytes);
		part.labels[to] = set.labels[from] ?? 0;
	});
	return part;
}
