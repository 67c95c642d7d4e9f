import { CounterStream } from '$lib/random/stream';

/** One image in so many is kept for the test, where no folder says which. */
const oneIn = 6;

/**
 * Which of a class's images are for the test: a sixth, rounded, and one at least, drawn by seed and class (stream `split`,
 * part label: those with the smallest draws). In ascending order.
 */
export function testIndices(count: number, seed: number, label: number): number[] {
	const stream = new CounterStream(seed, 'split', label);
	const draws = Array.from({ length: count }, (_, index) => ({ index, draw: stream.uint32(index) }));
	draws.sort((a, b) => a.draw - b.draw || a.index - b.index);
	return draws
		.slice(0, Math.max(1, Math.round(count / oneIn)))
		.map(({ index }) => index)
		.sort((a, b) => a - b);
}
