import type { Kernel } from '../plan/kernel';

/** Outputs that one thread of a GEMM-like kernel keeps in registers: `rows` by four times `quads`. */
export interface Tile {
	readonly rows: number;
	readonly quads: number;
}

const none: Tile = { rows: 1, quads: 1 };

/** Good tiles before anything was measured. */
export function tileFor(kernel: Kernel, software: boolean): Tile {
	switch (kernel.kind) {
		case 'conv':
		case 'convInputGradient':
			return software ? { rows: 8, quads: 2 } : { rows: 4, quads: 1 };
		case 'convFilterGradient':
			return software ? { rows: 8, quads: 1 } : { rows: 4, quads: 1 };
		default:
			return none;
	}
}
