/** Mixup and CutMix of a batch, in float32. */
import { ONE, type Mix } from './table';

/** Share of the image's own in a mixed image, and so in its target: λ of mixup, 1 - box area / side² of CutMix. */
export function ownShare({ lambda, left, top, right, bottom }: Mix, side: number): number {
	const area = Math.max(0, right - left) * Math.max(0, bottom - top);
	return (lambda / ONE) * (1 - area / (side * side));
}

/**
 * Mixes normalised images in place, each with its partner as that was before any mixing.
 *
 * @param images float32 [mixes.length, side, side, 3]
 * @param mixes by place in the batch; null where an image stays as it is
 */
export function mixImages(images: Float32Array, side: number, mixes: readonly (Mix | null)[]): void {
	if (mixes.every((mix) => mix === null)) return;
	const before = images.slice();
	const length = side * side * 3;
	for (const [place, mix] of mixes.entries()) {
		if (mix === null) continue;
		const own = images.subarray(place * length, (place + 1) * length);
		const partner = before.subarray(mix.partner * length, (mix.partner + 1) * length);
		if (mix.lambda !== ONE) blendInto(own, partner, mix.lambda / ONE);
		copyBox(own, partner, side, mix);
	}
}

/** Every product and the sum is rounded to float32. */
function blendInto(own: Float32Array, partner: Float32Array, lambda: number): void {
	const rest = 1 - lambda;
	for (let i = 0; i < own.length; i++) {
		own[i] = Math.fround(own[i]! * lambda) + Math.fround(partner[i]! * rest);
	}
}

function copyBox(own: Float32Array, partner: Float32Array, side: number, box: Mix): void {
	if (box.left >= box.right) return;
	for (let y = box.top; y < box.bottom; y++) {
		const from = 3 * (y * side + box.left);
		own.set(partner.subarray(from, 3 * (y * side + box.right)), from);
	}
}
