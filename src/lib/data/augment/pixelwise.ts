/** Operations that make each level from itself, or each pixel from itself. Levels are uint8, interleaved R G B. */
import { ONE } from './table';

/** Replaces every level by what `rule` makes of it; `rule` is asked once for each of the 256. */
export function mapLevels(pixels: Uint8Array, rule: (level: number) => number): void {
	mapEvery(1, 0, pixels, rule);
}

/** The same in one channel: 0 red, 1 green, 2 blue. */
export function mapChannel(pixels: Uint8Array, channel: number, rule: (level: number) => number): void {
	mapEvery(3, channel, pixels, rule);
}

function mapEvery(stride: number, first: number, pixels: Uint8Array, rule: (level: number) => number): void {
	const table = new Uint8Array(256);
	for (let level = 0; level < 256; level++) table[level] = rule(level);
	for (let i = first; i < pixels.length; i += stride) pixels[i] = table[pixels[i]!]!;
}

export function invert(pixels: Uint8Array): void {
	mapLevels(pixels, (level) => 255 - level);
}

/** Keeps the upper `bits` bits of each level; 8 or more keep all. */
export function posterize(pixels: Uint8Array, bits: number): void {
	const dropped = Math.max(0, 8 - bits);
	mapLevels(pixels, (level) => (level >> dropped) << dropped);
}

/** Inverts the levels from `threshold` on; 256 or more inverts none. */
export function solarize(pixels: Uint8Array, threshold: number): void {
	mapLevels(pixels, (level) => (level >= threshold ? 255 - level : level));
}

/** Adds to the levels below 128. */
export function solarizeAdd(pixels: Uint8Array, added: number): void {
	mapLevels(pixels, (level) => (level < 128 ? Math.min(255, level + added) : level));
}

/** base + factor·(level - base) within 0 to 255, its fraction dropped, as Pillow's `ImageEnhance`. @param factor in units of 1/65536 */
export function blend(base: number, level: number, factor: number): number {
	const value = base * ONE + factor * (level - base);
	return Math.max(0, Math.min(value, 255 * ONE)) >> 16;
}

/** Grey of a colour by ITU-R 601-2, as Pillow's `convert('L')`. */
export function luma(red: number, green: number, blue: number): number {
	return (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
}

export function brightness(pixels: Uint8Array, factor: number): void {
	mapLevels(pixels, (level) => blend(0, level, factor));
}

/** From the pixel's own grey (factor 0) through itself (65536) to a stronger colour. */
export function color(pixels: Uint8Array, factor: number): void {
	for (let i = 0; i < pixels.length; i += 3) {
		const base = luma(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!);
		for (let c = i; c < i + 3; c++) pixels[c] = blend(base, pixels[c]!, factor);
	}
}
