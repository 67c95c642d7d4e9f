/**
 * One network widened and deepened by fixed factors (compound scaling, Tan & Le 2019), and V2's growth on top of it, which
 * adds blocks late.
 */
import { mbconv } from './tables/row';
import type { StageTable, Variant } from './variant';

export interface Scaling {
	/** Name of the scaled variant. */
	readonly name: string;
	/** Factor of all channel counts. */
	readonly width: number;
	/** Factor of the repeats of each stage. */
	readonly depth: number;
	readonly evalSize: number;
	readonly dropout: number;
	/** Never round a channel count below 90 % of its scaled value: the V1 code does so, the V2 code does not. */
	readonly guard: boolean;
}

/** `channels·width` to the nearest multiple of 8, halves up, at least 8. */
function scaleChannels(channels: number, width: number, guard: boolean): number {
	const exact = channels * width;
	const rounded = Math.max(8, Math.floor(Math.trunc(exact + 4) / 8) * 8);
	return guard && rounded < 0.9 * exact ? rounded + 8 : rounded;
}

/** Repeats round up: no stage loses a block. */
function scaleRepeats(layers: number, depth: number): number {
	return Math.ceil(layers * depth);
}

/** `base` at another width, depth and image size. Stem and head scale with the width like every stage. */
export function scaleVariant(base: Variant, scaling: Scaling): Variant {
	const { name, evalSize, dropout, width, depth, guard } = scaling;
	const channels = (count: number) => scaleChannels(count, width, guard);
	const stages = base.stages.map((stage): StageTable => ({
		...stage,
		in: channels(stage.in),
		out: channels(stage.out),
		layers: scaleRepeats(stage.layers, depth)
	}));
	const stem = { ...base.stem, out: channels(base.stem.out) };
	return { ...base, name, stem, stages, headChannels: channels(base.headChannels), evalSize, dropout };
}

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
