import { scalarCount, writeScalars } from '$lib/engine/plan/scalars';
import type { Numbers } from './memory';

/** A step's scalars with everything on, for `paths` droppable paths. */
export function anyScalars(numbers: Numbers, paths: number): Float32Array {
	const [dropout = 0, dropPath = 0, smoothing = 0, seed = 0, step = 0] = numbers.between(0, 1, 5);
	const scalars = new Float32Array(scalarCount(paths));
	writeScalars(
		scalars,
		{
			step: Math.floor(step * 1e6),
			learningRate: 0.05,
			weightDecay: 0.01,
			clipNorm: 1,
			dropout: 0.9 * dropout,
			dropPath: 0.9 * dropPath,
			labelSmoothing: 0.3 * smoothing,
			emaDecay: 0.9
		},
		{
			seed: Math.floor(seed * 2 ** 32),
			depths: [...numbers.between(0.2, 1, paths)],
			betas: [0.9, 0.999]
		}
	);
	return scalars;
}

/** Some places of the scalars hold whole numbers. */
export function bitsOf(scalars: Float32Array): Uint32Array {
	return new Uint32Array(scalars.buffer, scalars.byteOffset, scalars.length);
}
