import fc from 'fast-check';
import { Output, read, sum } from './memory';
import { reference } from './reference';

export const sumSplits = reference({
	sorts: [
		fc
			.record({ splits: fc.integer({ min: 1, max: 40 }), size: fc.integer({ min: 1, max: 300 }) })
			.map((shape) => ({ kind: 'sumSplits' as const, ...shape }))
	],
	inputs: ({ splits, size }, numbers) => ({ partial: numbers.signed(splits * size) }),
	outputs: ({ splits, size }, { partial }) => {
		const total = new Output(size, splits);
		for (let at = 0; at < size; at++)
			total.set(
				at,
				sum(splits, (split) => read(partial, split * size + at))
			);
		return { sum: total };
	}
});
