/** What each block of a network costs on the way forward: multiply-adds, parameters, bytes moved. */
import { weights, work } from './counts';
import type { Graph, GraphOp } from './graph';
import { valueSides } from './shapes';

const FLOAT_BYTES = 4;

export interface OpCost {
	readonly op: GraphOp;
	/** Side of what leaves it, pixels. */
	readonly side: number;
	/** Multiply-adds of the batch, as counts.ts counts them. */
	readonly macs: number;
	/** Trainable parameters. */
	readonly parameters: number;
	/** Bytes read and written for the batch, see `moved`. */
	readonly bytes: number;
}

export interface BlockCost {
	/** `stage1`…`stageN` */
	readonly stage: string;
	/** Index over all blocks of the network. */
	readonly block: number;
	/** Side of what enters, pixels. */
	readonly side: number;
	/** Channels of what enters. */
	readonly in: number;
	readonly ops: readonly OpCost[];
	/** Multiply-adds of the batch. */
	readonly macs: number;
	/** Trainable parameters. */
	readonly parameters: number;
	/** Of the batch. */
	readonly bytes: number;
}

/**
 * The blocks of a graph in their order, on `batch` square images of side `imageSize`. Throws RangeError for a size that
 * is no positive integer.
 */
export function blockCosts(graph: Graph, imageSize: number, batch: number): BlockCost[] {
	const sides = valueSides(graph, imageSize);
	const weightsOf = weights(graph);
	const elements = (value: number) => batch * (sides[value] ?? 1) ** 2 * (graph.values[value]?.channels ?? 0);
	const blocks: BlockCost[] = [];
	for (const op of graph.ops) {
		if (op.block === null) continue;
		const side = sides[op.output] ?? 1;
		const { parameters } = weightsOf(op);
		const macs = batch * work(op, side ** 2).macs;
		const bytes = FLOAT_BYTES * (moved(op, elements) + parameters);
		const before = blocks[op.block] ?? entered(op, graph, sides);
		blocks[op.block] = {
			...before,
			ops: [...before.ops, { op, side, macs, parameters, bytes }],
			macs: before.macs + macs,
			parameters: before.parameters + parameters,
			bytes: before.bytes + bytes
		};
	}
	return blocks;
}

function entered(op: GraphOp, graph: Graph, sides: readonly number[]): BlockCost {
	return {
		stage: op.stage,
		block: op.block ?? 0,
		side: sides[op.input] ?? 1,
		in: graph.values[op.input]?.channels ?? 0,
		ops: [],
		macs: 0,
		parameters: 0,
		bytes: 0
	};
}

/**
 * Elements of activations that an op reads and writes in a training step's way forward, each tensor once for each time
 * that it is gone through. Batch norm reads its input twice, for the statistics and to normalise;
 * squeeze-and-excitation too, for the mean and to scale. An addition is made by the batch norm before it, and only its
 * skip is read on top.
 */
function moved(op: GraphOp, elements: (value: number) => number): number {
	const [read, written] = [elements(op.input), elements(op.output)];
	switch (op.kind) {
		case 'batchNorm':
		case 'squeezeExcite':
			return 2 * read + written;
		case 'add':
			return elements(op.skip);
		default:
			return read + written;
	}
}
