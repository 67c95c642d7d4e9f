/** One timed step, sorted by where in the network its dispatches belong. */
import type { DispatchTiming } from '$lib/engine/executor';
import { blockCosts } from '$lib/model/blockCost';
import type { Graph, GraphOp } from '$lib/model/graph';

/** What a block is made of: dense k×k, 1×1 and depthwise convolutions, squeeze-and-excitation, batch norm with SiLU and the addition. */
export const blockParts = ['dense', 'pointwise', 'depthwise', 'squeeze', 'norm'] as const;
export type BlockPart = (typeof blockParts)[number];

type Times = Readonly<Record<BlockPart, number>>;

export interface BlockSample {
	/** From 1. */
	readonly stage: number;
	/** Milliseconds of each part. */
	readonly forward: Times;
	readonly backward: Times;
	/** Its share of the update, by parameters, ms. */
	readonly updateMs: number;
}

export interface Sample {
	/** In the network's order. */
	readonly blocks: readonly BlockSample[];
	/** Forward and backward, ms. */
	readonly stemMs: number;
	/** Everything behind the blocks, the loss too; forward and backward, ms. */
	readonly headMs: number;
	/** Of stem and head, and the draws of drop path, ms. */
	readonly updateMs: number;
	/** All dispatches together, ms. */
	readonly sumMs: number;
	/** The whole step by the host's clock, from handing it over to the end of its work, ms. */
	readonly stepMs: number;
}

export function partOf(op: GraphOp): BlockPart {
	switch (op.kind) {
		case 'conv':
			return op.kernel > 1 ? 'dense' : 'pointwise';
		case 'depthwise':
			return 'depthwise';
		case 'squeezeExcite':
			return 'squeeze';
		default:
			return 'norm';
	}
}

const none = (): Record<BlockPart, number> => ({ dense: 0, pointwise: 0, depthwise: 0, squeeze: 0, norm: 0 });

interface Place {
	readonly stage: string;
	readonly block: number | null;
	readonly part: BlockPart;
}

/** Sorts the dispatches of a step of this graph. */
export class Sorter {
	readonly #places: ReadonlyMap<string, Place>;
	/** Stage and share of the update of each block. */
	readonly #blocks: readonly { readonly stage: number; readonly share: number }[];

	constructor(graph: Graph) {
		this.#places = new Map(
			graph.ops.map((op) => [op.name, { stage: op.stage, block: op.block, part: partOf(op) }])
		);
		// Neither share nor stage depends on the image.
		const all = parametersOf(graph);
		this.#blocks = blockCosts(graph, 32, 1).map(({ stage, parameters }) => ({
			stage: Number(stage.replace('stage', '')),
			share: parameters / all
		}));
	}

	sample(dispatches: readonly DispatchTiming[], stepMs: number): Sample {
		const blocks = this.#blocks.map(() => ({ forward: none(), backward: none() }));
		let [stemMs, headMs, update, sumMs] = [0, 0, 0, 0];
		for (const { layer, pass, ns } of dispatches) {
			const ms = ns / 1e6;
			const place = this.#places.get(layer);
			const block = blocks[place?.block ?? -1];
			sumMs += ms;
			if (block !== undefined && place !== undefined) {
				block[pass === 'backward' ? 'backward' : 'forward'][place.part] += ms;
			} else if (place?.stage === 'stem') stemMs += ms;
			else if (place?.stage === 'head') headMs += ms;
			else update += ms;
		}
		const shares = this.#blocks.reduce((sum, { share }) => sum + share, 0);
		return {
			blocks: this.#blocks.map(({ stage, share }, at) => ({
				stage,
				...blocks[at]!,
				updateMs: share * update
			})),
			stemMs,
			headMs,
			updateMs: (1 - shares) * update,
			sumMs,
			stepMs
		};
	}
}

function parametersOf({ parameters }: Graph): number {
	return parameters
		.filter(({ trainable }) => trainable)
		.reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0);
}
