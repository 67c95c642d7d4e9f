/** Operations that make each level from itself and what the whole image holds. Levels are uint8, interleaved R G B. */
import { blend, luma, mapChannel, mapLevels } from './pixelwise';

/** How often each level is there in a channel. */
function histogram(pixels: Uint8Array, channel: number): Uint32Array {
	const counts = new Uint32Array(256);
	for (let i = channel; i < pixels.length; i += 3) counts[pixels[i]!]!++;
	return counts;
}

/** Spreads each channel from its lowest and highest level to 0 and 255; a channel of one level stays. */
export function autoContrast(pixels: Uint8Array): void {
	for (let channel = 0; channel < 3; channel++) {
		const counts = histogram(pixels, channel);
		const low = counts.findIndex((count) => count > 0);
		const high = counts.findLastIndex((count) => count > 0);
		if (high === low) continue;
		// Levels that no pixel has need no answer.
		mapChannel(pixels, channel, (level) => Math.floor(((level - low) * 255) / (high - low)));
	}
}

/** Spreads each channel so that its levels are about equally frequent, as Pillow's `ImageOps.equalize`. */
export function equalize(pixels: Uint8Array): void {
	for (let channel = 0; channel < 3; channel++) {
		const counts = histogram(pixels, channel);
		const ofHighest = counts.findLast((count) => count > 0) ?? 0;
		const step = Math.floor((pixels.length / 3 - ofHighest) / 255);
		if (step === 0) continue;
		let below = Math.floor(step / 2);
		const spread = counts.map((count) => {
			const level = Math.min(255, Math.floor(below / step));
			below += count;
			return level;
		});
		mapChannel(pixels, channel, (level) => spread[level]!);
	}
}

/** From the image's mean grey (factor 0) through itself (65536) to a stronger contrast. */
export function contrast(pixels: Uint8Array, factor: number): void {
	let sum = 0;
	for (let i = 0; i < pixels.length; i += 3) sum += luma(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!);
	const count = pixels.length / 3;
	const mean = Math.floor((2 * sum + count) / (2 * count));
	mapLevels(pixels, (level) => blend(mean, level, factor));
}
