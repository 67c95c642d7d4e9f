import type { RunConfig } from '$lib/recipe/config';
import { imageSizeRange } from '$lib/recipe/config';

/** Tests above the training size: the paper's networks, too, are tested at larger images than they are trained on. */
const larger = [1.25, 1.5, 2];

/** Sides at which a run's network may be asked, pixels, ascending: those it trains at, those it is judged at, and larger. */
export function askableSizes({ stages, testSizes }: Pick<RunConfig, 'stages' | 'testSizes'>): number[] {
	const trained = stages.map(({ size }) => size);
	const last = Math.max(...trained);
	const above = larger.map((factor) => 4 * Math.round((factor * last) / 4));
	const all = [...trained, ...testSizes, ...above].filter((size) => size <= imageSizeRange.max);
	return [...new Set(all)].sort((a, b) => a - b);
}
