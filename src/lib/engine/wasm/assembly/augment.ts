/**
 * Training images from uint8 ones as a table draws them: resized, flipped, cropped, changed by operations, normalised,
 * and then mixed. All in whole numbers but the mixing, bit for bit what `data/augment` makes.
 */
import { followCurve } from './curves';
import { moveImage, sharpen } from './geometry';
import * as draw from '../../plan/drawWords';
import { COLOR, CUTOUT, ROTATE, SHARPNESS, SHEAR_X, TRANSLATE_Y } from './operations';
import { blend, luma, pack, storeFloats, unpack } from './pixel';
import { resize } from './resize';
import { copyFloats, share } from './vector';

/** Bytes of an image's row of the table; where its operations begin there, and of each. */
const ROW: usize = 128;
const FIRST_OPERATION: usize = 48;
const OPERATION: usize = 16;

const GREY: u32 = 0x808080;
/** 128 in units of 1/65536 level. */
const MIDDLE: i32 = 1 << 23;
/** Bytes of a pixel while it is resized, and of histograms and curves. */
const VALUE: usize = 16;
const CURVES: usize = 3840;

// @ts-expect-error: a decorator of AssemblyScript
@inline
function word(row: usize, i: i32): i32 {
	return load<i32>(row + (<usize>i << 2));
}

/**
 * @param held images of `side` pixels, three bytes each, one after the other
 * @param made receives [batch, size, size, 3] normalised floats, unmixed
 * @param scratch this thread's: see `augmentScratchBytes`
 */
export function augment(
	held: usize,
	draws: usize,
	taps: usize,
	made: usize,
	batch: i32,
	size: i32,
	side: i32,
	width: i32,
	padding: i32,
	bilinear: i32,
	scratch: usize,
	part: i32,
	parts: i32
): void {
	const pixels = <usize>(size * size);
	const values = scratch + CURVES;
	const planes = values + pixels * VALUE;
	const rows = planes + 2 * 4 * pixels;
	const end = share(batch, part + 1, parts);
	for (let n = share(batch, part, parts); n < end; n++) {
		const row = draws + <usize>n * ROW;
		const to = made + <usize>n * pixels * 12;
		const source = held + <usize>word(row, draw.IMAGE) * <usize>(3 * side * side);
		resize(source, taps, rows, values, side, size, width);
		if (word(row, draw.OPERATIONS) == 0) {
			place(row, values, to, size, padding, false);
		} else {
			place(row, values, planes, size, padding, true);
			normalise(operate(row, planes, size, bilinear, scratch), to, size * size);
		}
	}
}

/** Flip, grey border and crop; writes packed levels, or normalised floats at once. */
function place(row: usize, values: usize, to: usize, size: i32, padding: i32, levels: bool): void {
	const flip = word(row, draw.FLIP) != 0;
	const left = word(row, draw.DX) - padding;
	const top = word(row, draw.DY) - padding;
	for (let y = 0; y < size; y++) {
		const line = y + top;
		for (let x = 0; x < size; x++) {
			const column = x + left;
			let value = i32x4.splat(MIDDLE);
			if (min(line, column) >= 0 && max(line, column) < size) {
				const source = flip ? size - 1 - column : column;
				value = v128.load(values + <usize>(line * size + source) * VALUE);
			}
			if (levels) {
				pack(to, i32x4.shr_u(i32x4.add(value, i32x4.splat(32768)), 16));
				to += 4;
			} else {
				const centred = f32x4.convert_i32x4_s(i32x4.sub(value, i32x4.splat(MIDDLE)));
				storeFloats(to, f32x4.mul(centred, f32x4.splat(<f32>1 / <f32>MIDDLE)));
				to += 12;
			}
		}
	}
}

/** Does an image's operations one after the other; returns the plane that holds the result. */
function operate(row: usize, planes: usize, size: i32, bilinear: i32, scratch: usize): usize {
	let now = planes;
	let next = planes + (<usize>(size * size) << 2);
	const operations = word(row, draw.OPERATIONS);
	for (let i = 0; i < operations; i++) {
		const operation = row + FIRST_OPERATION + <usize>i * OPERATION;
		const code = word(operation, 0);
		const a = word(operation, 1);
		const b = word(operation, 2);
		const moves = code == ROTATE || (code >= SHEAR_X && code <= TRANSLATE_Y);
		if (moves) moveImage(now, next, size, code, a, b, bilinear);
		else if (code == SHARPNESS) sharpen(now, next, size, a);
		else if (code == COLOR) colour(now, size * size, a);
		else if (code == CUTOUT) cutOut(now, size, a, b, word(operation, 3));
		else followCurve(now, size * size, code, a, scratch);
		if (moves || code == SHARPNESS) {
			const free = now;
			now = next;
			next = free;
		}
	}
	return now;
}

function colour(pixels: usize, count: i32, factor: i32): void {
	const end = pixels + (<usize>count << 2);
	for (let at = pixels; at < end; at += 4) pack(at, blend(i32x4.splat(luma(at)), unpack(at), factor));
}

function cutOut(pixels: usize, size: i32, x: i32, y: i32, half: i32): void {
	const left = max(0, x - half);
	const right = min(size, x + half);
	const bottom = min(size, y + half);
	for (let line = max(0, y - half); line < bottom; line++) {
		for (let column = left; column < right; column++) {
			store<u32>(pixels + (<usize>(line * size + column) << 2), GREY);
		}
	}
}

function normalise(pixels: usize, to: usize, count: i32): void {
	const end = pixels + (<usize>count << 2);
	for (let at = pixels; at < end; at += 4) {
		const centred = i32x4.sub(unpack(at), i32x4.splat(128));
		storeFloats(to, f32x4.mul(f32x4.convert_i32x4_s(centred), f32x4.splat(<f32>1 / 128)));
		to += 12;
	}
}

/** λ·own + (1 - λ)·partner; inside the box the partner alone. */
export function mixImages(
	draws: usize,
	made: usize,
	images: usize,
	batch: i32,
	size: i32,
	part: i32,
	parts: i32
): void {
	const line = <usize>(12 * size);
	const end = share(batch * size, part + 1, parts);
	for (let r = share(batch * size, part, parts); r < end; r++) {
		const n = r / size;
		const y = r - n * size;
		const row = draws + <usize>n * ROW;
		const own = made + <usize>r * line;
		const partner = made + <usize>(word(row, draw.PARTNER) * size + y) * line;
		const to = images + <usize>r * line;
		mixLine(own, partner, to, 3 * size, <f32>word(row, draw.LAMBDA) / 65536);
		if (y < word(row, draw.TOP) || y >= word(row, draw.BOTTOM)) continue;
		const left = max(0, word(row, draw.LEFT));
		const seen = min(size, word(row, draw.RIGHT)) - left;
		const offset = <usize>(12 * left);
		if (seen > 0) copyFloats(to + offset, partner + offset, 3 * seen);
	}
}

function mixLine(own: usize, partner: usize, to: usize, count: i32, portion: f32): void {
	if (portion == 1) return copyFloats(to, own, count);
	const rest: f32 = 1 - portion;
	for (let i = 0; i < count; i++) {
		const offset = <usize>i << 2;
		store<f32>(to + offset, load<f32>(own + offset) * portion + load<f32>(partner + offset) * rest);
	}
}
