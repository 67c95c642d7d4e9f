/** What is timed to learn a device's rates. Pure. */
import type { Variant } from '$lib/model/variant';
import { findVariant } from '$lib/model/variants';

export interface Benchmark {
	/** A variant's name. */
	readonly model: string;
	/** Pixels. */
	readonly imageSize: number;
	readonly batch: number;
	/** Timed as the others are, but nothing is fitted to it: what the prediction is worth. */
	readonly heldOut: boolean;
}

const fitted = (model: string, imageSize: number, batch: number) =>
	({ model, imageSize, batch, heldOut: false }) as const;
const heldOut = (model: string, imageSize: number, batch: number) =>
	({ model, imageSize, batch, heldOut: true }) as const;

/**
 * Networks that together have every kind of call there is, small and large: both kinds of block, kernels 3 and 5, many and
 * few channels, tensors inside and outside of caches. A step of any of them takes a processor less than a fifth of a second.
 */
export const benchmarks: readonly Benchmark[] = [
	fitted('v2-pico', 32, 8),
	fitted('v2-nano', 32, 16),
	fitted('v2-nano-fused', 24, 8),
	fitted('v2-nano-mbconv', 24, 16),
	fitted('v2-micro-mbconv', 32, 4),
	fitted('v2-tiny', 24, 4),
	fitted('efficientnetv2-b0', 64, 4),
	fitted('efficientnet-b0', 64, 4),
	heldOut('v2-micro', 32, 8),
	heldOut('efficientnetv2-b1', 64, 2)
];

/** Throws RangeError for a name that there is not. */
export function variantOf({ model }: Pick<Benchmark, 'model'>): Variant {
	const variant = findVariant(model);
	if (variant === undefined) throw new RangeError(`There is no network called "${model}".`);
	return variant;
}
