/** A network for large images cut to small ones, so that a reader's device can train it. This project's own rule. */
import { buildGraph } from './build';
import { countGraph } from './counts';
import { scaleChannels } from './scaling';
import type { StageTable, Variant } from './variant';

export interface SmallTarget {
	/** Trainable parameters that the network may have, with 10 classes. */
	readonly parameters: number;
	/** Blocks that it may have; repeats are cut in proportion. */
	readonly blocks: number;
}

/** Halvings of v2-micro and v2-tiny: 32 px become 4. */
const HALVINGS = 3;
const IMAGE_SIZE = 32;
const CLASSES = 10;
/** Widths that are tried: thousandths of the given one. */
const STEPS = 1000;

export interface SmallNetwork {
	readonly variant: Variant;
	/** Factor of all channel counts, before they are rounded. */
	readonly width: number;
	/** Factor of the repeats, before they are rounded. */
	readonly depth: number;
	/** Stages, from 1, that halved the image and no longer do. */
	readonly unhalved: readonly number[];
}

/**
 * 1. The stem keeps the image's side; of the stages that halve it, the second ceases to, and so on, until three are left.
 * 2. Repeats are multiplied by one factor of at most 1, so that there are about `blocks`, to the nearest and at least 1.
 * 3. Channels are multiplied by the largest factor of at most 1 with which the parameters stay within the budget, rounded
 *    to multiples of 8 and at least 8 as the paper's own scaling does. Block types, kernels and expansions stay.
 * Where not even the least width fits, that is taken.
 */
export function fitSmallImages(base: Variant, { parameters, blocks }: SmallTarget): SmallNetwork {
	const { stages, unhalved } = withFewerHalvings(base.stages);
	const all = stages.reduce((sum, { layers }) => sum + layers, 0);
	const depth = Math.min(1, blocks / all);
	const shallow = stages.map((stage) => ({
		...stage,
		layers: Math.max(1, Math.round(stage.layers * depth))
	}));
	const at = (thousandths: number) => narrowed({ ...base, stages: shallow }, thousandths / STEPS);
	let [fits, fails] = [1, STEPS + 1];
	while (fails - fits > 1) {
		const middle = Math.floor((fits + fails) / 2);
		if (parametersOf(at(middle)) <= parameters) fits = middle;
		else fails = middle;
	}
	return { variant: at(fits), width: fits / STEPS, depth, unhalved };
}

function withFewerHalvings(stages: readonly StageTable[]) {
	const halving = stages.flatMap(({ stride }, index) => (stride === 2 ? [index] : []));
	const ceasing = halving.slice(1, Math.max(1, halving.length - HALVINGS + 1));
	return {
		stages: stages.map((stage, index) =>
			ceasing.includes(index) ? { ...stage, stride: 1 as const } : stage
		),
		unhalved: ceasing.map((index) => index + 1)
	};
}

function narrowed(base: Variant, width: number): Variant {
	const channels = (count: number) => (width === 1 ? count : scaleChannels(count, width, false));
	return {
		...base,
		family: 'small',
		stem: { ...base.stem, stride: 1, out: channels(base.stem.out) },
		stages: base.stages.map((stage) => ({ ...stage, in: channels(stage.in), out: channels(stage.out) })),
		headChannels: channels(base.headChannels),
		classes: CLASSES,
		evalSize: IMAGE_SIZE
	};
}

const parametersOf = (variant: Variant) => countGraph(buildGraph(variant), IMAGE_SIZE).parameters;
