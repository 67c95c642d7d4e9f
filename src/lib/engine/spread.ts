/** What a figure that was measured several times is given as. */
export interface Spread {
	readonly median: number;
	readonly min: number;
	readonly max: number;
}

/** Median (of an even number of values the mean of the middle two), smallest and largest; NaN for no values. */
export function spread(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (index: number) => sorted[index] ?? NaN;
	const median = (at((sorted.length - 1) >> 1) + at(sorted.length >> 1)) / 2;
	return { median, min: at(0), max: at(sorted.length - 1) };
}
