import { isNotation, readNetwork } from './notation';
import { efficientNet } from './tables/efficientnet';
import { efficientNetV2 } from './tables/efficientnetv2';
import { small32 } from './tables/small';
import type { Variant } from './variant';

const byName: ReadonlyMap<string, Variant> = new Map(
	[...small32, ...efficientNetV2, ...efficientNet].map((variant) => [variant.name, variant])
);

/** Names of all variants: the small ones with their twins, then V2, then V1. */
export const variantNames: readonly string[] = [...byName.keys()];

/**
 * The block table called `name`, e.g. `v2-nano` or `efficientnetv2-s`, or written down by it (notation.ts); undefined if
 * there is none.
 */
export function findVariant(name: string): Variant | undefined {
	if (!isNotation(name)) return byName.get(name);
	const written = readNetwork(name);
	return typeof written === 'string' ? undefined : written;
}
