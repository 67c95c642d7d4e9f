/**
 * What kernels with workgroup memory share. A workgroup makes a block of rows by columns: its threads copy a slab of
 * both operands, meet at a barrier, and multiply out of the copies. On a GPU a value so comes from memory once for
 * many threads.
 */
import type { Tile } from '../tile';
import { each } from './source';

/** Threads of a workgroup. */
export const GROUP_THREADS = 64;
const MOST_ACROSS = 8;
/** Quads of the summed dimension in a slab. */
const MOST_DEPTH = 4;
/** Quads of one operand's slab at most: 8 KiB, so that two fit what every device has. */
const MOST_SLAB = 512;

/** What the threads of one workgroup make together. */
export interface Block {
	/** Rows and quads of columns of one thread. */
	readonly rows: number;
	readonly quads: number;
	/** Threads side by side; the others stand below one another. */
	readonly across: number;
	/** Rows and quads of columns of the workgroup. */
	readonly allRows: number;
	readonly allQuads: number;
	readonly depth: number;
	/** Workgroups side by side, and all of them. */
	readonly columns: number;
	readonly groups: number;
}

/** Blocks over `rowCount` rows and `quadCount` quads of columns, each a sum over `depth` quads or longer. No wider than needed. */
export function blockOf(rowCount: number, quadCount: number, depth: number, tile: Tile): Block {
	const { rows } = tile;
	const quads = Math.min(tile.quads, quadCount);
	const across = powerOfTwo(quadCount / quads, MOST_ACROSS);
	const allRows = (GROUP_THREADS / across) * rows;
	const allQuads = across * quads;
	const columns = Math.ceil(quadCount / allQuads);
	return {
		rows,
		quads,
		across,
		allRows,
		allQuads,
		depth: Math.min(MOST_DEPTH, depth, MOST_SLAB / allRows),
		columns,
		groups: columns * Math.ceil(rowCount / allRows)
	};
}

/** The smallest power of two that is no less than `wanted`, but at most `most`. */
export function powerOfTwo(wanted: number, most: number): number {
	return Math.min(most, 2 ** Math.ceil(Math.log2(wanted)));
}

/** Turns that `threads` threads take to copy `count` elements. */
export const turns = (count: number, threads = GROUP_THREADS) => Math.ceil(count / threads);

/** `line` for each of `count` elements, dealt to the threads in turn; `at` is the element's number. */
export function copies(
	count: number,
	line: (at: string, turn: number) => string,
	threads = GROUP_THREADS
): string {
	return each(turns(count, threads), (turn) => {
		const number = `let at = lane + ${turn * threads}u;`;
		if ((turn + 1) * threads <= count) return `{ ${number} ${line('at', turn)} }`;
		return `{ ${number} if (at < ${count}u) { ${line('at', turn)} } }`;
	});
}

export function eachSum({ rows, quads }: Block, line: (i: number, j: number) => string): string {
	return each(rows, (i) => each(quads, (j) => line(i, j)));
}

/** Workgroup memory for a slab of rows and one of columns. */
export const slabText = (a: number, b: number) => `var<workgroup> slabA: array<vec4f, ${a}>;
var<workgroup> slabB: array<vec4f, ${b}>;`;
