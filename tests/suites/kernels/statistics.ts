/** Batch norm's statistics: moments of slices, and their joining. */
import fc from 'fast-check';
import { exact, inverseRoot, plus } from './measured';
import { Output } from './memory';
import { reference } from './reference';
import { channels } from './window';

/** Some leave the last slices empty. */
const sliced = fc.record({
	rows: fc.integer({ min: 1, max: 150 }),
	channels,
	slices: fc.integer({ min: 1, max: 40 })
});

/** Rows of slice `slice`: all have the same number but the last, which may be short, and those after it, empty. */
function rowsOf({ rows, slices }: { rows: number; slices: number }, slice: number): [number, number] {
	const length = Math.ceil(rows / slices);
	return [Math.min(slice * length, rows), Math.min((slice + 1) * length, rows)];
}

/** A mean a hundred times the deviation: sums of squares of x itself would be worth nothing. */
const FAR = 100;

export const moments = reference({
	sorts: [sliced.map((shape) => ({ kind: 'moments' as const, ...shape }))],
	inputs: (kernel, numbers) => ({ x: numbers.between(FAR - 1, FAR + 1, kernel.rows * kernel.channels) }),
	outputs: (kernel, { x }) => {
		const { channels: width, slices } = kernel;
		const partial = new Output(2 * slices * width, Math.ceil(kernel.rows / slices));
		for (let slice = 0; slice < slices; slice++) {
			const [first, end] = rowsOf(kernel, slice);
			for (let c = 0; c < width; c++) {
				const column = Array.from({ length: end - first }, (_, r) => x[(first + r) * width + c]!);
				const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
				const distances = column.map((value) => value - mean);
				const widest = Math.max(0, ...distances.map(Math.abs));
				const second = distances.reduce((sum, distance) => sum + distance ** 2, 0);
				const empty = column.length === 0;
				// The mean of nothing may be anything: it is joined with weight 0.
				partial.set(2 * slice * width + c, empty ? { value: 0, size: Infinity } : exact(mean));
				partial.set((2 * slice + 1) * width + c, { value: second, size: 4 * column.length * widest ** 2 });
			}
		}
		return { partial };
	}
});

export const joinMoments = reference({
	sorts: [
		fc.tuple(sliced, fc.integer({ min: 0, max: 64 })).map(([shape, gap]) => ({
			kind: 'joinMoments' as const,
			...shape,
			epsilon: 1e-3,
			statisticsStride: shape.channels + gap
		}))
	],
	inputs: (kernel, numbers) => {
		const { channels: width, slices } = kernel;
		const partial = numbers.between(2, 4, 2 * slices * width);
		for (let slice = 0; slice < slices; slice++) {
			const [first, end] = rowsOf(kernel, slice);
			const second = numbers.between(0, end - first, width);
			partial.set(second, (2 * slice + 1) * width);
		}
		return { partial };
	},
	outputs: (kernel, { partial }) => {
		const { rows, channels: width, slices, statisticsStride } = kernel;
		const moments = new Output(2 * width, slices);
		const batchStatistics = Output.untouched(statisticsStride + width, slices);
		for (let c = 0; c < width; c++) {
			const parts = Array.from({ length: slices }, (_, slice) => {
				const [first, end] = rowsOf(kernel, slice);
				const at = 2 * slice * width + c;
				return { count: end - first, mean: partial[at]!, second: partial[at + width]! };
			});
			const mean = parts.reduce((sum, part) => sum + part.count * part.mean, 0) / rows;
			const second = parts
				.map((part) => {
					const distance = Math.abs(part.mean - mean);
					const value = part.second + part.count * distance ** 2;
					// The distance of two rounded means.
					return { value, size: value + 2 * part.count * distance * (part.mean + mean) };
				})
				.reduce((a, b) => plus(a, b));
			const variance = (count: number) => ({ value: second.value / count, size: second.size / count });
			moments.set(c, exact(mean));
			moments.set(width + c, inverseRoot(plus(variance(rows), exact(kernel.epsilon))));
			batchStatistics.set(c, exact(mean));
			batchStatistics.set(statisticsStride + c, variance(Math.max(rows - 1, 1)));
		}
		return { moments, batchStatistics };
	}
});
