/** Pixels of three levels: four bytes in memory, red first, the fourth unused; in a register a lane for each channel. */

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function unpack(at: usize): v128 {
	return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
}

/** Of lanes from 0 to 255. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function pack(at: usize, v: v128): void {
	const halves = i16x8.narrow_i32x4_s(v, v);
	v128.store32_lane(at, i8x16.narrow_i16x8_u(halves, halves), 0);
}

/** base + factor·(v - base), clamped; the factor in units of 1/65536, the fraction dropped. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function blend(base: v128, v: v128, factor: i32): v128 {
	const moved = i32x4.mul(i32x4.splat(factor), i32x4.sub(v, base));
	const sum = i32x4.add(i32x4.shl(base, 16), moved);
	return i32x4.shr_s(i32x4.max_s(i32x4.splat(0), i32x4.min_s(sum, i32x4.splat(255 << 16))), 16);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
export function luma(at: usize): i32 {
	const sum = 19595 * <i32>load<u8>(at) + 38470 * <i32>load<u8>(at, 1) + 7471 * <i32>load<u8>(at, 2);
	return (sum + 32768) >> 16;
}

/** Three floats: a fourth would be another pixel's, or another thread's. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function storeFloats(at: usize, v: v128): void {
	v128.store64_lane(at, v, 0);
	v128.store32_lane(at, v, 2, 8);
}
