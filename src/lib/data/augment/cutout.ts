import type { Levels } from './levels';
import { grey } from './place';
import type { DrawnOperation } from './table';

/** Greys the square [a - c, a + c) by [b - c, b + c), as much of it as lies in the image. */
export function cutout({ side, pixels }: Levels, { a: column, b: row, c: half }: DrawnOperation): void {
	const left = Math.max(0, column - half);
	const right = Math.min(side, column + half);
	if (left >= right) return;
	for (let y = Math.max(0, row - half); y < Math.min(side, row + half); y++) {
		pixels.fill(grey, 3 * (y * side + left), 3 * (y * side + right));
	}
}
