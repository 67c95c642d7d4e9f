/** What follows from the measurement of image sizes. Pure. */
import type { SizeRow } from '$lib/labs/bottlenecks/rows';

/** An image size at both batches. */
export interface SizePair {
	/** Pixels. */
	readonly size: number;
	readonly fixed: SizeRow;
	readonly largest: SizeRow;
}

/** In the order of the sizes. */
export function sizePairs(rows: readonly SizeRow[]): SizePair[] {
	const sizes = [...new Set(rows.map(({ size }) => size))].sort((a, b) => a - b);
	return sizes.flatMap((size) => {
		const of = (kind: SizeRow['kind']) => rows.find((row) => row.size === size && row.kind === kind);
		const [fixed, largest] = [of('fixed'), of('largest')];
		return fixed === undefined || largest === undefined ? [] : [{ size, fixed, largest }];
	});
}

export interface BatchGain {
	readonly factor: number;
	/** Unclear where the times scatter too much. */
	readonly verdict: 'helps' | 'does-not' | 'unclear';
}

export interface SizeGain {
	readonly small: number;
	readonly large: number;
	/** How many times fewer pixels the smaller image has. */
	readonly pixels: number;
	/** Images a second at the smaller size over those at the larger, at the fixed batch; null where it does not fit. */
	readonly same: number | null;
	/** The same, at the largest batch of either size. */
	readonly all: number;
	/** What the largest batch gives on top of fewer pixels; null where the fixed batch does not fit. */
	readonly batch: BatchGain | null;
}

/** From the largest to the smallest size; null for a single one. */
export function sizeGain(pairs: readonly SizePair[]): SizeGain | null {
	const [first, last] = [pairs[0], pairs.at(-1)];
	if (first === undefined || last === undefined || first === last) return null;
	const over = (a: number | null, b: number | null) => (a === null || b === null || b === 0 ? null : a / b);
	const all = over(first.largest.imagesPerSecond, last.largest.imagesPerSecond);
	if (all === null) return null;
	const { size: small } = first;
	const { size: large } = last;
	const same = over(first.fixed.imagesPerSecond, last.fixed.imagesPerSecond);
	return { small, large, pixels: (large / small) ** 2, same, all, batch: batchGain(first, last) };
}

/** A factor, and whether it is told: above this it helps, and what could be as large as that is not ruled out. */
const HELPS = 1.1;
const MAY_HELP = 1.25;

/** Medians over medians, with the ends of the middle halves against each other as the least and the largest factor. */
function batchGain(small: SizePair, large: SizePair): BatchGain | null {
	const factor = (at: (row: SizeRow) => number | null, against: (row: SizeRow) => number | null) => {
		const [a, b, c, d] = [at(small.largest), against(large.largest), against(small.fixed), at(large.fixed)];
		return a === null || b === null || c === null || d === null ? null : a / b / (c / d);
	};
	const median = ({ imagesPerSecond }: SizeRow) => imagesPerSecond;
	const low = ({ quartiles }: SizeRow) => quartiles?.[0] ?? null;
	const high = ({ quartiles }: SizeRow) => quartiles?.[1] ?? null;
	const [is, least, most] = [factor(median, median), factor(low, high), factor(high, low)];
	if (is === null || least === null || most === null) return null;
	if (is > HELPS && least > 1) return { factor: is, verdict: 'helps' };
	return { factor: is, verdict: is <= HELPS && most < MAY_HELP ? 'does-not' : 'unclear' };
}
