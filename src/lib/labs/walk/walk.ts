/**
 * One forward pass through one block, op by op, on a window of a photograph. The ops are those that the block builders
 * wrote into a graph, the weights those that training starts from.
 *
 * Batch norm takes the statistics of this one window, as a training step with a batch of this one image would: there are no
 * running statistics before training. Drop path drops nothing.
 */
import { blockPair, oneBlock } from '$lib/model/blockPair';
import { buildGraph } from '$lib/model/build';
import type { Graph, ValueId } from '$lib/model/graph';
import { initialParameters } from '$lib/model/initialise';
import { SE_RATIO } from '$lib/model/tables/row';
import type { BlockOp } from '$lib/model/variant';
import { mapped, type Maps } from './maps';
import { normalised, windowLevels, type Corner } from './patch';
import type { Photo } from './photos';
import { stepsOf, type Weights } from './stepsOf';
import type { Step } from './steps';

/** Channels that enter the block and leave it: few, so that all of them can be read. */
export const blockChannels = 4;

export interface BlockSettings {
	readonly expandRatio: number;
	readonly stride: 1 | 2;
	/** Squeeze-and-excitation in MBConv; Fused-MBConv has none, as in V2. */
	readonly squeeze: boolean;
}

/** The smallest graph around one block, with a 3×3 stem that makes its input of the colours. */
export function walkGraph(op: BlockOp, { expandRatio, stride, squeeze }: BlockSettings): Graph {
	const sizes = { in: blockChannels, out: blockChannels, kernel: 3 } as const;
	const seRatio = squeeze ? SE_RATIO : 0;
	return buildGraph(blockPair(oneBlock({ ...sizes, expandRatio, stride, seRatio }))[op]);
}

/** Every step of a graph's stem and first block on an image, [3, side, side], normalised; the stem's are one. */
export function walkThrough(graph: Graph, weights: Weights, image: Maps): Step[] {
	const values = new Map<ValueId, Maps>([[0, image]]);
	const steps: Step[] = [];
	for (const op of graph.ops) {
		if (op.stage === 'head') break;
		if (op.block === 0 && steps.length === 0) {
			steps.push({ kind: 'input', before: image, after: values.get(op.input)!, macs: 0, parameters: 0 });
		}
		const made = stepsOf(op, graph.options.bnEpsilon, weights, (id) => values.get(id)!);
		values.set(op.output, made.at(-1).after);
		if (op.block !== null) steps.push(...made);
	}
	return steps;
}

/** A walk through one kind of block. `seed` (uint32) is that of the initial weights. */
export function walk(
	op: BlockOp,
	settings: BlockSettings,
	seed: number,
	window: { readonly photo: Photo; readonly corner: Corner }
): Step[] {
	const graph = walkGraph(op, settings);
	const image = mapped(windowLevels(window.photo, window.corner), normalised);
	return walkThrough(graph, initialParameters(graph, seed), image);
}
