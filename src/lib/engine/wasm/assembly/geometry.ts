/** Operations that read other pixels than their own: rotation, shears, translations, and sharpness. */
import { blend, pack, unpack } from './pixel';
import { ROTATE, SHEAR_X, SHEAR_Y, TRANSLATE_X } from './operations';

const GREY: u32 = 0x808080;
/** Where pixels are read is told in units of 1/131072 pixel. */
const HALF: i32 = 65536;

/** Reads every pixel of `to` somewhere in `from`. */
export function moveImage(from: usize, to: usize, size: i32, code: i32, a: i32, b: i32, bilinear: i32): void {
	for (let y = 0; y < size; y++) {
		const v = 2 * y + 1;
		for (let x = 0; x < size; x++) {
			const u = 2 * x + 1;
			let sx = HALF * u;
			let sy = HALF * v;
			switch (code) {
				case ROTATE:
					sx = a * (u - size) - b * (v - size) + size * HALF;
					sy = b * (u - size) + a * (v - size) + size * HALF;
					break;
				case SHEAR_X:
					sx += a * v;
					break;
				case SHEAR_Y:
					sy += a * u;
					break;
				case TRANSLATE_X:
					sx += 2 * a;
					break;
				default:
					sy += 2 * a;
			}
			sample(from, to + (<usize>(y * size + x) << 2), size, sx, sy, bilinear);
		}
	}
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function pixelAt(from: usize, size: i32, x: i32, y: i32): usize {
	return from + (<usize>(y * size + x) << 2);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function sample(from: usize, to: usize, size: i32, sx: i32, sy: i32, bilinear: i32): void {
	const x = sx >> 17;
	const y = sy >> 17;
	if (min(x, y) < 0 || max(x, y) >= size) store<u32>(to, GREY);
	else if (bilinear) pack(to, between(from, size, sx - HALF, sy - HALF));
	else store<u32>(to, load<u32>(pixelAt(from, size, x, y)));
}

function between(from: usize, size: i32, sx: i32, sy: i32): v128 {
	const x0 = max(sx >> 17, 0);
	const y0 = max(sy >> 17, 0);
	const x1 = min((sx >> 17) + 1, size - 1);
	const y1 = min((sy >> 17) + 1, size - 1);
	const fx = (sx & 0x1ffff) >> 9;
	const fy = (sy & 0x1ffff) >> 9;
	const top = along(unpack(pixelAt(from, size, x0, y0)), unpack(pixelAt(from, size, x1, y0)), fx);
	const bottom = along(unpack(pixelAt(from, size, x0, y1)), unpack(pixelAt(from, size, x1, y1)), fx);
	return i32x4.shr_u(along(top, bottom, fy), 16);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function along(near: v128, far: v128, share: i32): v128 {
	return i32x4.add(i32x4.mul(i32x4.splat(256 - share), near), i32x4.mul(i32x4.splat(share), far));
}

/** Blended with the mean of 3x3 pixels, the centre five times; the border stays. */
export function sharpen(from: usize, to: usize, size: i32, factor: i32): void {
	const row = <usize>size << 2;
	memory.copy(to, from, <usize>size * row);
	for (let y = 1; y < size - 1; y++) {
		for (let x = 1; x < size - 1; x++) {
			const at = pixelAt(from, size, x, y);
			const own = unpack(at);
			let sum = i32x4.add(i32x4.shl(own, 2), lineOfThree(at));
			sum = i32x4.add(sum, i32x4.add(lineOfThree(at - row), lineOfThree(at + row)));
			pack(pixelAt(to, size, x, y), blend(smoothed(sum), own, factor));
		}
	}
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function lineOfThree(at: usize): v128 {
	return i32x4.add(unpack(at), i32x4.add(unpack(at - 4), unpack(at + 4)));
}

/** (2·sum + 13) / 26, whole numbers up to 6643: by the reciprocal in units of 2^-18, exact that far. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function smoothed(sum: v128): v128 {
	const doubled = i32x4.add(i32x4.shl(sum, 1), i32x4.splat(13));
	return i32x4.shr_u(i32x4.mul(doubled, i32x4.splat(10083)), 18);
}
