/** What a plan takes of the heap, in the order in which it is taken; pure, so that it can be asked before. */
import type { Plan, Space } from '../plan/plan';
import { encodeCall } from './encode';
import { grains } from './heap';
import { scratchBytes } from './scratch';

export const WORD_BYTES = 4;
export const FLOAT_BYTES = 4;

/** Spaces that belong to a step; all others to the executor. */
const own: ReadonlySet<Space> = new Set(['images', 'targets', 'logits', 'imageGradient', 'scalars']);

export interface Demand {
	/** Spaces of the executor. First, since they stay: behind a step's own they would leave a hole when it goes. */
	readonly shared: readonly Space[];
	/** Elements of each slab of the arena, and last of the kernels' own memory while they run: all threads' together. */
	readonly slabs: readonly number[];
	/** Bytes of the latter for each thread. */
	readonly stride: number;
	/** Elements of the spaces that belong to the step. */
	readonly own: readonly (readonly [Space, number])[];
	/** Bytes of the encoded calls. */
	readonly listBytes: number;
}

export function demandOf({ calls, slabs, sizes }: Plan, threads: number): Demand {
	const stride = grains(Math.max(...calls.map(({ kernel }) => scratchBytes(kernel))));
	const spaces = Object.entries(sizes) as [Space, number][];
	const words = calls.reduce((sum, { kernel }) => sum + encodeCall(kernel, () => 0).length, 0);
	return {
		shared: spaces.map(([space]) => space).filter((space) => !own.has(space)),
		slabs: [...slabs, (threads * stride) / FLOAT_BYTES],
		stride,
		own: spaces.filter(([space]) => own.has(space)),
		listBytes: words * WORD_BYTES
	};
}
