/** Where a reader may begin: the published ways from a base to a released network. */
import { findVariant } from '$lib/model/variants';
import { compoundScaling, releasedFactors, sizeCap } from '$lib/paper/scaling';
import type { Design } from '$lib/state/scaling/design';

export const presetNames = ['b1', 'b7', 's', 'm', 'l'] as const;
export type PresetName = (typeof presetNames)[number];

const none = [0, 0, 0, 0, 0, 0, 0];

/** What a method leaves unused. */
const common = {
	...compoundScaling.value,
	phi: 1,
	...{ depth: 1, width: 1, resolution: 1, cap: sizeCap.value },
	...{ added: none, lastLayers: 0 },
	...{ fixedHead: true, narrowStem: true, batch: 32 }
} as const;

const compound = (phi: number, against: string): Design => ({
	...common,
	added: [...none],
	base: 'efficientnet-b0',
	method: 'compound',
	phi,
	against
});

/**
 * V2's base with the factors that the released code names. Their image sizes it does not name: taken are those of the
 * V1 network with the same two factors (B4, B5, B7). Blocks added late, and the blocks of a seventh stage, follow no
 * published formula: they are what the released tables have more. Stem and head are the released ones', too: the stem as
 * wide as stage 1, the head as wide as the base's.
 */
function grown(size: 'S' | 'M' | 'L', alike: string, fifth: number, lastLayers: number): Design {
	const [base, twin] = [findVariant('efficientnetv2-b0'), findVariant(alike)];
	const resolution = Number(((twin?.evalSize ?? 0) / (base?.evalSize ?? 1)).toFixed(4));
	return {
		...common,
		base: 'efficientnetv2-b0',
		method: 'grown',
		...releasedFactors.value[size],
		resolution,
		added: [0, 0, 0, 0, fifth, 0, 0],
		lastLayers,
		against: `efficientnetv2-${size.toLowerCase()}`
	};
}

/** Each is held against the released network that it leads to. */
export const presets: Readonly<Record<PresetName, Design>> = {
	b1: compound(1, 'efficientnet-b1'),
	b7: compound(7, 'efficientnet-b7'),
	s: grown('S', 'efficientnet-b4', 0, 0),
	m: grown('M', 'efficientnet-b5', 3, 5),
	l: grown('L', 'efficientnet-b7', 3, 7)
};
