/** What the register-tiled kernels share: which thread has which tile, and how it is written down. */
import type { Tile } from '../tile';
import { each } from './source';

/** Threads that load for one another. */
const QUAD = 4;

/** A grid of tiles over rows (pixels) and quads of channels. Neighbours share pixels, so that weights load side by side. */
export interface Grid {
	readonly tile: Tile;
	readonly rows: number;
	readonly columns: number;
	readonly threads: number;
	/** Four neighbours load for one another. */
	readonly quad: boolean;
	/** Rows that a thread loads itself. */
	readonly own: number;
	/** Whether the last tile reaches past the rows. */
	readonly ragged: boolean;
	/** First quad of the tile of thread `index`. Tiles that would overshoot begin earlier: two threads then write the same. */
	firstQuad(index: string): string;
}

export function gridOf(rows: number, quadCount: number, wanted: Tile): Grid {
	const quad = wanted.sharing === 'quad';
	const tile = { ...wanted, quads: Math.min(wanted.quads, quadCount) };
	const columns = columnsOf(quadCount, tile.quads, quad);
	return {
		tile,
		rows,
		columns,
		threads: Math.ceil(rows / tile.rows) * columns,
		quad,
		own: quad ? tile.rows / QUAD : tile.rows,
		ragged: rows % tile.rows !== 0,
		firstQuad: (index) =>
			`let q0 = min((${index} % ${columns}u) * ${tile.quads}u, ${quadCount - tile.quads}u);`
	};
}

/** Threads along the columns: with sharing a whole number of quads, some of which may repeat the last column. */
export function columnsOf(quadCount: number, wide: number, quad: boolean): number {
	const columns = Math.ceil(quadCount / wide);
	return quad ? Math.ceil(columns / QUAD) * QUAD : columns;
}

/** `line` for every row of the tile, one a line. */
export const eachRow = ({ tile }: Grid, line: (i: number) => string) => each(tile.rows, line);

/** `line` for every place of the tile. */
export function eachPlace(grid: Grid, line: (i: number, j: number) => string): string {
	return eachRow(grid, (i) => each(grid.tile.quads, (j) => line(i, j)));
}

/** `line` for every row that the thread loads, and the number of that row; past the end the last one's. */
export function eachOwn(grid: Grid, line: (g: number, row: string) => string): string {
	const { quad, own, ragged, rows } = grid;
	const row = (g: number) => (quad ? `r0 + (lane & 3u) * ${own}u + ${g}u` : `r0 + ${g}u`);
	return each(own, (g) => line(g, ragged ? `min(${row(g)}, ${rows - 1}u)` : row(g)));
}

/** `text` for row i of the tile, where there is such a row. */
export function inRows({ ragged, rows }: Grid, i: number, text: string): string {
	return ragged ? `if (r0 + ${i}u < ${rows}u) { ${text} }` : `{ ${text} }`;
}

/** Makes `a0`, `a1`, … the quads of the tile's rows, out of what `load` gives for the rows that the thread loads. */
export function loadRows(grid: Grid, load: (g: number) => string): string {
	if (!grid.quad) return eachRow(grid, (i) => `let a${i} = ${load(i)};`);
	return `${each(grid.own, (g) => `let m${g} = ${load(g)};`)}
${eachRow(grid, (i) => `let a${i} = ${handedRound(`m${i % grid.own}`, Math.floor(i / grid.own))};`)}`;
}

/** `value` as thread `giver` of the quad has it. */
export const handedRound = (value: string, giver: number) => `quadBroadcast(${value}, ${giver}u)`;

/**
 * Row `k`'s quad of pixel g; zero outside the image. A product with 0 or 1, not a `select`, and no `&&`
 * in its condition: a software adapter takes a minute to compile eight of those.
 */
export function masked(load: string, g: number, guarded: boolean): string {
	return guarded ? `${load} * in${g}` : load;
}
