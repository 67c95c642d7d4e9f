/** How V2's networks grow beyond compound scaling: by blocks added late. */
import { scaleChannels, scaleVariant, type Scaling } from './scaling';
import { mbconv } from './tables/row';
import type { Variant } from './variant';

export interface Growth {
	/** Blocks added to each stage after scaling, from the first stage on; what is left out is 0. */
	readonly added: readonly number[];
	/** Blocks of a further stage at the end; 0: none. */
	readonly lastLayers: number;
	/** The convolution before pooling keeps the base's channels. */
	readonly fixedHead: boolean;
	/** The stem is as wide as what leaves the first stage. */
	readonly narrowStem: boolean;
}

/** Width of the further stage before it is scaled: that of the last stage of EfficientNet-B0, which V2's base lacks. */
const LAST_CHANNELS = 320;

/** `base`, scaled and then grown as V2's M and L are: more blocks in late stages, and one stage more. */
export function growVariant(base: Variant, scaling: Scaling, growth: Growth): Variant {
	const scaled = scaleVariant(base, scaling);
	const stem = growth.narrowStem ? (scaled.stages[0]?.out ?? scaled.stem.out) : scaled.stem.out;
	const stages = scaled.stages.map((stage, index) => ({
		...stage,
		in: index === 0 ? stem : stage.in,
		layers: stage.layers + (growth.added[index] ?? 0)
	}));
	const before = stages.at(-1)?.out ?? stem;
	const out = scaleChannels(LAST_CHANNELS, scaling.width, scaling.guard);
	const last = growth.lastLayers > 0 ? [mbconv(3, 1, 6, before, out, growth.lastLayers)] : [];
	return {
		...scaled,
		stem: { ...scaled.stem, out: stem },
		stages: [...stages, ...last],
		headChannels: growth.fixedHead ? base.headChannels : scaled.headChannels
	};
}
