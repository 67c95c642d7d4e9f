/** Dropout and drop path: the very bits of random/stream.ts. */
import fc from 'fast-check';
import { PATHS, SCALAR } from '$lib/engine/plan/scalars';
import { CounterStream } from '$lib/random/stream';
import { times } from './measured';
import { Output, read } from './memory';
import { reference } from './reference';
import { anyScalars, bitsOf } from './scalars';

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/** Zero where the draw of the element falls below the threshold, else the scale. */
function mask(
	scalars: Float32Array,
	stream: number,
	[threshold, scale]: [number, number],
	length: number
): Output {
	const bits = bitsOf(scalars);
	const draws = new CounterStream(bits[SCALAR.seed]!, stream, bits[SCALAR.step]);
	const output = new Output(length);
	for (let at = 0; at < length; at++) {
		const dropped = draws.uint32(at) >>> 8 < bits[threshold]!;
		output.set(at, { value: dropped ? 0 : scalars[scale]!, size: 0 });
	}
	return output;
}

export const dropout = reference({
	sorts: [
		fc
			.record({ size: fc.integer({ min: 1, max: 300 }), stream: uint32 })
			.map((shape) => ({ kind: 'dropout' as const, ...shape }))
	],
	inputs: ({ size }, numbers) => ({ x: numbers.signed(size), scalars: anyScalars(numbers, 0) }),
	outputs: ({ size, stream }, { x, scalars }) => {
		const kept = mask(scalars, stream, [SCALAR.dropoutThreshold, SCALAR.dropoutScale], size);
		const y = new Output(size);
		for (let at = 0; at < size; at++) {
			const { value } = kept.at(at);
			y.set(at, times(read(x, at), { value, size: value }));
		}
		return { y, mask: kept };
	}
});

export const multiply = reference({
	sorts: [
		fc
			.record({ size: fc.integer({ min: 1, max: 300 }) })
			.map((shape) => ({ kind: 'multiply' as const, ...shape }))
	],
	inputs: ({ size }, numbers) => ({ x: numbers.signed(size), mask: numbers.mask(1.25, size) }),
	outputs: ({ size }, { x, mask: kept }) => {
		const y = new Output(size);
		for (let at = 0; at < size; at++) y.set(at, times(read(x, at), read(kept, at)));
		return { y };
	}
});

export const pathMask = reference({
	sorts: [
		fc
			.record({ batch: fc.integer({ min: 1, max: 130 }), stream: uint32, path: fc.nat(6) })
			.map((shape) => ({ kind: 'pathMask' as const, ...shape }))
	],
	inputs: ({ path }, numbers) => ({ scalars: anyScalars(numbers, path + 1) }),
	outputs: ({ batch, stream, path }, { scalars }) => {
		const at = PATHS + 2 * path;
		return { mask: mask(scalars, stream, [at, at + 1], batch) };
	}
});
