/** Compound scaling (Tan & Le 2019): one network widened and deepened by fixed factors. */
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
export function scaleChannels(channels: number, width: number, guard: boolean): number {
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
