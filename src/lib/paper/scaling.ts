/** How the two papers and the released code scale a network. */
import type { Fact } from './fact';

/**
 * Compound scaling of the first EfficientNet: depth α^φ, width β^φ, resolution γ^φ with α·β²·γ² ≈ 2, so that φ + 1 costs
 * about twice as many multiply-adds. Found for B0 by a grid search.
 */
export const compoundScaling: Fact<{
	readonly alpha: number;
	readonly beta: number;
	readonly gamma: number;
}> = {
	value: { alpha: 1.2, beta: 1.1, gamma: 1.15 },
	source: 'Tan & Le 2019 (arXiv 1905.11946), section 4',
	verified: true
};

/** Largest inference size of V2's scaling, pixels: larger images cost much memory and time. */
export const sizeCap: Fact<number> = {
	value: 480,
	source: 'Tan & Le 2021 (arXiv 2104.00298), section 3.3',
	verified: true
};

/** What the networks are "about": factors of the base network's width and depth, in comments of the released code. */
export const releasedFactors: Fact<
	Readonly<Record<'S' | 'M' | 'L', { readonly width: number; readonly depth: number }>>
> = {
	value: { S: { width: 1.4, depth: 1.8 }, M: { width: 1.6, depth: 2.2 }, L: { width: 2, depth: 3.1 } },
	source: 'google/automl efficientnetv2, effnetv2_configs.py, comments at the block tables',
	verified: false
};
