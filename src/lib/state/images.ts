import type { RunConfig } from '$lib/recipe/config';

/** Training images of an epoch of this configuration; 0 while files that it asks for are not loaded. */
export function imagesOfEpoch(
	config: Pick<RunConfig, 'data'>,
	loaded: { readonly kind: string; readonly train: number } | null
): number {
	const limit = config.data.train ?? Infinity;
	const there = loaded?.kind === config.data.kind && loaded.kind !== 'procedural' ? loaded.train : limit;
	return Number.isFinite(there) ? Math.min(there, limit) : 0;
}
