/**
 * Batch norm walks through the rows, which are pixels of the whole batch, a few at a time, four channels after four: a channel's
 * constants load once for a few rows, while memory is read nearly in order.
 */

/** Rows at a time. */
export const RUN: i32 = 8;

/** The last of a few rows from `r` on, all of one image. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function endOfRun(r: i32, end: i32, imageRows: i32): i32 {
	return min(min(r + RUN, end), (r / imageRows + 1) * imageRows);
}

/** What drop path multiplies an image's rows by; `mask` is 0 where nothing is dropped. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
export function maskOf(mask: usize, image: i32): v128 {
	return mask ? v128.load32_splat(mask + (<usize>image << 2)) : f32x4.splat(1);
}
