import type { Task } from '$lib/engine/pace';
import { buildGraph } from '$lib/model/build';
import type { Variant } from '$lib/model/variant';

/** The smallest network that has every op kind: both block kinds, squeeze-and-excitation, two skips, a stride. */
export const tiny: Variant = {
	name: 'tiny-test',
	family: 'small',
	stem: { kernel: 3, stride: 1, out: 4 },
	stages: [
		{ op: 'fused_mbconv', kernel: 3, stride: 1, expandRatio: 2, in: 4, out: 4, layers: 2, seRatio: 0 },
		{ op: 'mbconv', kernel: 3, stride: 2, expandRatio: 2, in: 4, out: 8, layers: 2, seRatio: 0.25 }
	],
	headChannels: 16,
	classes: 4,
	evalSize: 8,
	dropout: 0.2,
	survivalProbability: 0.8
};

/** A training step of it, for whoever measures engines. */
export const tinyTask: Task = {
	model: tiny.name,
	graph: buildGraph(tiny),
	optimizer: { kind: 'sgd', momentum: 0.9 },
	imageSize: 8,
	batch: 4
};
