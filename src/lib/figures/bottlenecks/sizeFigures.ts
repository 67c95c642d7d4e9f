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

export interface SizeGain {
	readonly small: number;
	readonly large: number;
	/** How many times fewer pixels the smaller image has. */
	readonly pixels: number;
	/** Images a second at the smaller size over those at the larger, at the fixed batch; null where it does not fit. */
	readonly same: number | null;
	/** The same, at the largest batch of either size. */
	readonly all: number;
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
	return { small, large, pixels: (large / small) ** 2, same, all };
}

/** A factor below this is called none. */
export const PLAIN_FACTOR = 1.1;
