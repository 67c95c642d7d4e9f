/** What the register-tiled kernels share: which thread has which tile, and how it is written down. */
import type { Tile } from '../tile';

/** A grid of tiles over rows (pixels) and quads of channels. Neighbours share pixels, so that weights load side by side. */
export interface Grid {
	readonly tile: Tile;
	readonly columns: number;
	readonly threads: number;
	/** First quad of the tile of thread `index`. Tiles that would overshoot begin earlier: two threads then write the same. */
	firstQuad(index: string): string;
}

export function gridOf(rows: number, quadCount: number, wanted: Tile): Grid {
	const tile = { ...wanted, quads: Math.min(wanted.quads, quadCount) };
	const columns = Math.ceil(quadCount / tile.quads);
	return {
		tile,
		columns,
		threads: Math.ceil(rows / tile.rows) * columns,
		firstQuad: (index) =>
			`let q0 = min((${index} % ${columns}u) * ${tile.quads}u, ${quadCount - tile.quads}u);`
	};
}

/** `line` for every row, one a line. */
export function eachRow({ tile }: Grid, line: (i: number) => string): string {
	return Array.from({ length: tile.rows }, (_, i) => line(i)).join('\n');
}

/** `line` for every place of the tile. */
export function eachPlace(grid: Grid, line: (i: number, j: number) => string): string {
	return eachRow(grid, (i) => Array.from({ length: grid.tile.quads }, (_, j) => line(i, j)).join('\n'));
}

/**
 * Row `k`'s quad of pixel i; zero outside the image. A product with 0 or 1, not a `select`, and no `&&`
 * in its condition: a software adapter takes a minute to compile eight of those.
 */
export function masked(load: string, i: number, guarded: boolean): string {
	return guarded ? `${load} * in${i}` : load;
}
