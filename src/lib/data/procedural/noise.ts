/** What makes the silhouettes harder: pixels that are noise, and labels that are wrong. Both are drawn apart from the images. */
import { CounterStream } from '$lib/random/stream';
import type { Split } from '../dataset';
import { silhouettes } from './silhouettes';

interface PixelNoise {
	readonly seed: number;
	readonly split: Split;
	/** Of the image. */
	readonly index: number;
	/** Share, 0 to 1. */
	readonly noise: number;
}

/**
 * Mixes an image (uint8) with uniform noise, in place: (1 − noise)·value + noise·draw, rounded. Draw i of the stream
 * `silhouettes.noise.` + split, part index, is for byte i.
 */
export function addNoise(image: Uint8Array, { seed, split, index, noise }: PixelNoise): void {
	if (noise === 0) return;
	const stream = new CounterStream(seed, `silhouettes.noise.${split}`, index);
	for (let i = 0; i < image.length; i++) {
		const drawn = stream.uint32(i) >>> 24;
		image[i] = Math.floor((1 - noise) * (image[i] ?? 0) + noise * drawn + 0.5);
	}
}

interface LabelNoise {
	readonly seed: number;
	/** Of the training image. */
	readonly index: number;
	/** Share, 0 to 1. */
	readonly labelNoise: number;
}

/**
 * The label, or with the probability `labelNoise` one of the others, all alike. Draws of the stream `silhouettes.labels`:
 * 2·index whether, 2·index + 1 which.
 */
export function noisyLabel(label: number, { seed, index, labelNoise }: LabelNoise): number {
	if (labelNoise === 0) return label;
	const stream = new CounterStream(seed, 'silhouettes.labels');
	if (!(stream.uniform(2 * index) < labelNoise)) return label;
	const others = silhouettes.length - 1;
	return (label + 1 + Math.floor(stream.uniform(2 * index + 1) * others)) % silhouettes.length;
}
