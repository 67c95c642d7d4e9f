/** Steps in a row on images of one size. */
export interface SizeRun {
	/** Number of the first of them. */
	readonly from: number;
	/** Image side, pixels. */
	readonly size: number;
	/** Of each step. */
	readonly images: number;
}

/** Images of the first steps, each counted by what one of its size costs. */
export function costUntil(runs: readonly SizeRun[], steps: number, cost: (size: number) => number): number {
	return runs.reduce((sum, { from, size, images }, at) => {
		const to = Math.min(steps, runs[at + 1]?.from ?? steps);
		return sum + Math.max(0, to - from) * images * cost(size);
	}, 0);
}
