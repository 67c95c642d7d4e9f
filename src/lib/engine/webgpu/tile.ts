import type { Kernel } from '../plan/kernel';
import { multiplyAdds } from '../plan/macs';

/** How the threads of a GEMM-like kernel do their share. */
export interface Tile {
	/** Outputs that a thread keeps in registers: `rows` by four times `quads`. */
	readonly rows: number;
	readonly quads: number;
	readonly sharing: Sharing;
}

export type Sharing =
	/** Each thread loads what it needs. */
	| 'none'
	/**
	 * Four neighbouring threads (a quad of a subgroup) with the same rows and different columns load a quarter of the rows
	 * each and hand them round. `rows` divides by four.
	 */
	| 'quad'
	/** A workgroup copies what its threads need to workgroup memory. */
	| 'workgroup';

/** What decides about tiles on a device. */
export interface Target {
	readonly software: boolean;
	/** Threads 4i to 4i+3 of a workgroup can hand values round (see quads.ts). */
	readonly quads: boolean;
}

const tile = (rows: number, quads: number, sharing: Sharing = 'none'): Tile => ({ rows, quads, sharing });

/** For kernels that have no tiles, and what other tiles are checked against: no sharing, little in registers. */
export const plainTile = tile(4, 1);

/** Columns of the product that a kernel is; null for kernels that are none. */
function columnsOf(kernel: Kernel): number | null {
	switch (kernel.kind) {
		case 'conv':
		case 'convFilterGradient':
			return kernel.out;
		case 'convInputGradient':
			return kernel.in;
		default:
			return null;
	}
}

/** A quad of threads has nothing to share where there are fewer columns. */
const LEAST_SHARED = 12;

/**
 * Tiles worth a trial, the best guess before any measurement first. A software adapter pays for every load and for
 * barriers, so large tiles in registers win; a GPU has registers enough for small ones only, and workgroup memory that is fast.
 */
export function tilesFor(kernel: Kernel, { software, quads }: Target): readonly Tile[] {
	const columns = columnsOf(kernel);
	if (columns === null) return [plainTile];
	const tiles = software ? softwareTiles(kernel) : gpuTiles(kernel);
	return tiles.filter(({ sharing }) => sharing !== 'quad' || (quads && columns >= LEAST_SHARED));
}

/** Multiply-adds of a kernel that takes a software adapter a twentieth of a second or longer. */
const LARGE = 2 ** 26;

/**
 * Sixteen rows are faster by a tenth than eight, and compile in twice the time: that pays at once for large kernels;
 * the others have to earn it in a trial.
 */
function softwareTiles(kernel: Kernel): readonly Tile[] {
	if (kernel.kind !== 'convFilterGradient') {
		const [first, second] = multiplyAdds(kernel) >= LARGE ? [16, 8] : [8, 16];
		return [tile(first, 1, 'quad'), tile(second, 1, 'quad'), tile(8, 2), tile(8, 4)];
	}
	if (kernel.kernel > 1) return [tile(4, 1, 'quad'), tile(8, 1, 'quad'), tile(4, 2), tile(8, 1)];
	return [tile(16, 1, 'quad'), tile(8, 2, 'quad'), tile(8, 2), tile(8, 1)];
}

function gpuTiles(kernel: Kernel): readonly Tile[] {
	if (kernel.kind !== 'convFilterGradient') {
		return [tile(4, 1, 'workgroup'), tile(8, 2, 'workgroup'), tile(4, 1), tile(4, 2), tile(8, 1, 'quad')];
	}
	return [tile(4, 1, 'workgroup'), tile(8, 2, 'workgroup'), tile(4, 1), tile(8, 1, 'quad')];
}

/** E.g. `16×1 quad`. */
export const nameOf = ({ rows, quads, sharing }: Tile) => `${rows}×${quads} ${sharing}`;

/** The best guess before any measurement. */
export function tileFor(kernel: Kernel, target: Target): Tile {
	return tilesFor(kernel, target)[0] ?? plainTile;
}
