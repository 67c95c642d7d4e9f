import { ownShare } from './augment/mix';
import type { Mix } from './augment/table';

/** One-hot targets of the given images, float32 [indices.length, classes]. Throws RangeError for a label out of range. */
export function oneHot(labels: Uint8Array, indices: ArrayLike<number>, classes: number): Float32Array {
	const targets = new Float32Array(indices.length * classes);
	for (let row = 0; row < indices.length; row++) {
		const label = labels[indices[row] ?? 0];
		if (label === undefined || label >= classes) {
			throw new RangeError(`image ${indices[row]} has no label below ${classes}`);
		}
		targets[row * classes + label] = 1;
	}
	return targets;
}

/**
 * Mixes the targets of a batch in place as its images are mixed: of each the share that is the image's own, and for the
 * rest its partner's as that was before. Label smoothing may come before or after it: both are linear.
 *
 * @param targets [mixes.length, classes]
 * @param side of the mixed images, pixels
 */
export function mixTargets(targets: Float32Array, mixes: readonly (Mix | null)[], side: number): void {
	const before = targets.slice();
	const classes = targets.length / mixes.length;
	for (const [row, mix] of mixes.entries()) {
		if (mix === null) continue;
		const share = ownShare(mix, side);
		for (let k = 0; k < classes; k++) {
			const own = before[row * classes + k]!;
			targets[row * classes + k] = share * own + (1 - share) * before[mix.partner * classes + k]!;
		}
	}
}
