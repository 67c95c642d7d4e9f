import type { Placement } from './draws';

/** (v - 128) / 128: grey becomes 0, and so does the border of a crop. */
const grey = 128;

/**
 * Flips a resized image where `placement` says so, pads it with grey by `padding` pixels on every side, crops it to
 * its own side again from (dx, dy), and normalises: out[y][x] = padded[y + dy][x + dx].
 *
 * @param image side·side·3 floats 0 to 255
 * @param out receives side·side·3 floats from `offset` on
 */
export function place(
	image: Float32Array,
	side: number,
	{ flip, dy, dx }: Placement,
	padding: number,
	out: Float32Array,
	offset: number
): void {
	for (let y = 0; y < side; y++) {
		const row = y + dy - padding;
		for (let x = 0; x < side; x++) {
			const column = x + dx - padding;
			const to = offset + 3 * (y * side + x);
			if (row < 0 || row >= side || column < 0 || column >= side) {
				out.fill(0, to, to + 3);
				continue;
			}
			const from = 3 * (row * side + (flip ? side - 1 - column : column));
			for (let c = 0; c < 3; c++) out[to + c] = ((image[from + c] ?? 0) - grey) / grey;
		}
	}
}
