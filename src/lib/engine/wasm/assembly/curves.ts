/** Operations that send each channel's levels through a curve of 256 values, and the histograms that two of them need. */
import { luma } from './pixel';
import { AUTO_CONTRAST, CONTRAST, EQUALIZE, INVERT, POSTERIZE, SOLARIZE, SOLARIZE_ADD } from './operations';

/** Three histograms of 256 words, then three curves of 256 bytes. */
const CURVES: usize = 3072;
const LEVELS: i32 = 256;

/** @param scratch 3840 bytes */
export function followCurve(pixels: usize, count: i32, code: i32, a: i32, scratch: usize): void {
	const curves = scratch + CURVES;
	if (code == AUTO_CONTRAST || code == EQUALIZE) {
		countLevels(pixels, count, scratch);
		for (let channel = 0; channel < 3; channel++) {
			const counts = scratch + (<usize>(channel * LEVELS) << 2);
			curveOfCounts(counts, curves + <usize>(channel * LEVELS), count, code);
		}
	} else {
		const base = code == CONTRAST ? meanLuma(pixels, count) : 0;
		for (let v = 0; v < LEVELS; v++) store<u8>(curves + <usize>v, curveOfLevel(v, code, a, base));
		memory.copy(curves + <usize>LEVELS, curves, <usize>LEVELS);
		memory.copy(curves + <usize>(2 * LEVELS), curves, <usize>LEVELS);
	}
	const end = pixels + (<usize>count << 2);
	for (let at = pixels; at < end; at += 4) {
		store<u8>(at, load<u8>(curves + <usize>load<u8>(at)));
		store<u8>(at, load<u8>(curves + <usize>load<u8>(at, 1), 256), 1);
		store<u8>(at, load<u8>(curves + <usize>load<u8>(at, 2), 512), 2);
	}
}

function countLevels(pixels: usize, count: i32, counts: usize): void {
	memory.fill(counts, 0, CURVES);
	const end = pixels + (<usize>count << 2);
	for (let at = pixels; at < end; at += 4) {
		countOne(counts + (<usize>load<u8>(at) << 2));
		countOne(counts + 1024 + (<usize>load<u8>(at, 1) << 2));
		countOne(counts + 2048 + (<usize>load<u8>(at, 2) << 2));
	}
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function countOne(at: usize): void {
	store<i32>(at, load<i32>(at) + 1);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function countOf(counts: usize, v: i32): i32 {
	return load<i32>(counts + (<usize>v << 2));
}

function curveOfCounts(counts: usize, curve: usize, count: i32, code: i32): void {
	let low = 0;
	let high = LEVELS - 1;
	while (countOf(counts, low) == 0) low++;
	while (countOf(counts, high) == 0) high--;
	if (code == AUTO_CONTRAST) stretch(curve, low, high);
	else flatten(counts, curve, count, high);
}

function stretch(curve: usize, low: i32, high: i32): void {
	for (let v = low; v <= high; v++) {
		store<u8>(curve + <usize>v, high == low ? v : ((v - low) * 255) / (high - low));
	}
}

function flatten(counts: usize, curve: usize, count: i32, high: i32): void {
	const step = (count - countOf(counts, high)) / 255;
	let below = 0;
	for (let v = 0; v < LEVELS; v++) {
		store<u8>(curve + <usize>v, step == 0 ? v : min(255, (step / 2 + below) / step));
		below += countOf(counts, v);
	}
}

function meanLuma(pixels: usize, count: i32): i32 {
	let sum = 0;
	for (let p = 0; p < count; p++) sum += luma(pixels + (<usize>p << 2));
	return (2 * sum + count) / (2 * count);
}

function curveOfLevel(v: i32, code: i32, a: i32, base: i32): i32 {
	switch (code) {
		case INVERT:
			return 255 - v;
		case POSTERIZE:
			return v & (255 << max(8 - a, 0));
		case SOLARIZE:
			return v >= a ? 255 - v : v;
		case SOLARIZE_ADD:
			return v < 128 ? min(255, v + a) : v;
		default:
			// Contrast, and brightness, whose base is black.
			return max(0, min(base * 65536 + a * (v - base), 255 * 65536)) >> 16;
	}
}
