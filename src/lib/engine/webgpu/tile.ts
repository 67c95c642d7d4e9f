import type { Kernel } from '../plan/kernel';

/** How one thread of a GEMM-like kernel does its share. */
export interface Tile {
	/** Outputs that a thread keeps in registers: `rows` by four times `quads`. */
	readonly rows: number;
	readonly quads: number;
	/**
	 * Four neighbouring threads (a quad of a subgroup) with the same rows and different columns load a quarter of the rows
	 * each and hand them round. Then `rows` divides by four.
	 */
	readonly quad: boolean;
}

/** What decides about tiles on a device. */
export interface Target {
	readonly software: boolean;
	/** Threads 4i to 4i+3 of a workgroup can hand values round (see quads.ts). */
	readonly quads: boolean;
}

const none: Tile = { rows: 1, quads: 1, quad: false };

/** Good tiles before anything was measured. */
export function tileFor(kernel: Kernel, { software, quads }: Target): Tile {
	switch (kernel.kind) {
		case 'conv':
			return convTile(kernel.out, software, quads);
		case 'convInputGradient':
			return convTile(kernel.in, software, quads);
		case 'convFilterGradient':
			return filterTile(kernel.out, kernel.kernel, software, quads);
		default:
			return none;
	}
}

/** A quad of threads has nothing to share where there are fewer columns. */
const LEAST_SHARED = 12;

function convTile(columns: number, software: boolean, quads: boolean): Tile {
	if (!software) return { rows: 4, quads: 1, quad: false };
	if (quads && columns >= LEAST_SHARED) return { rows: 16, quads: 1, quad: true };
	return { rows: 8, quads: 2, quad: false };
}

function filterTile(columns: number, window: number, software: boolean, quads: boolean): Tile {
	if (!software) return { rows: 4, quads: 1, quad: false };
	if (quads && columns >= LEAST_SHARED) return { rows: window === 1 ? 16 : 4, quads: 1, quad: true };
	return window === 1 ? { rows: 8, quads: 2, quad: false } : { rows: 4, quads: 2, quad: false };
}
