import type { Placement } from './draws';
import { ONE } from './table';

/** Level of the border and of whatever an operation lays bare; it becomes 0 when the image is normalised. */
export const grey = 128;

/**
 * Flips a resized image where `placement` says so, pads it with grey by `padding` pixels on every side and crops it to
 * its own side again from (dx, dy): out[y][x] = padded[y + dy][x + dx].
 *
 * @param image side·side·3 levels in units of 1/65536
 * @param out receives as many
 */
export function place(
	image: Int32Array,
	side: number,
	{ flip, dy, dx }: Placement,
	padding: number,
	out: Int32Array
): void {
	for (let y = 0; y < side; y++) {
		const row = y + dy - padding;
		for (let x = 0; x < side; x++) {
			const column = x + dx - padding;
			const to = 3 * (y * side + x);
			if (row < 0 || row >= side || column < 0 || column >= side) {
				out.fill(grey * ONE, to, to + 3);
				continue;
			}
			const from = 3 * (row * side + (flip ? side - 1 - column : column));
			for (let c = 0; c < 3; c++) out[to + c] = image[from + c]!;
		}
	}
}
