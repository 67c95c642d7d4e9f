/** What a network looks like: one rectangle a block, computed from the block table and the graph. */
import { buildGraph } from '$lib/model/build';
import type { Graph } from '$lib/model/graph';
import { valueSides } from '$lib/model/shapes';
import type { BlockOp, Variant } from '$lib/model/variant';

export interface DrawnBlock {
	/** Index over all blocks of the network. */
	readonly block: number;
	/** Side of the square feature map that leaves the block, pixels. */
	readonly side: number;
	readonly channels: number;
	/** Of the rectangle, in drawing units. */
	readonly width: number;
	readonly height: number;
}

export interface DrawnStage {
	/** From 1, as the paper counts. */
	readonly stage: number;
	readonly op: BlockOp;
	readonly expandRatio: number;
	readonly kernel: number;
	readonly stride: number;
	readonly squeezeExcite: boolean;
	readonly channels: number;
	/** Side of the feature map that leaves the stage, pixels. */
	readonly side: number;
	readonly blocks: readonly DrawnBlock[];
	/** Of all its blocks and the gaps between them. */
	readonly width: number;
}

/** Drawing units; `cap` is the room above a block for the sign of squeeze-and-excitation. */
export const drawing = { height: 96, gap: 2, stageGap: 9, cap: 6 } as const;

/** Channels and side of what leaves each block, by the block's index. */
function blockOutputs(graph: Graph, imageSize: number): { channels: number; side: number }[] {
	const sides = valueSides(graph, imageSize);
	const outputs: { channels: number; side: number }[] = [];
	for (const { block, output } of graph.ops) {
		if (block === null) continue;
		outputs[block] = { channels: graph.values[output]?.channels ?? 0, side: sides[output] ?? 1 };
	}
	return outputs;
}

/**
 * The stages of a variant for images of side `imageSize`. Height goes with the square root of a block's feature
 * map's side, width with that of its channels, so that the first and the last block of a large network both show.
 * The full height is for a map of `tallest` pixels; without it, for the network's own largest.
 */
export function drawStages(variant: Variant, imageSize: number, tallest?: number): DrawnStage[] {
	const outputs = blockOutputs(buildGraph(variant), imageSize);
	const full = tallest ?? Math.max(...outputs.map(({ side }) => side));
	let first = 0;
	return variant.stages.map((row, index) => {
		const blocks = outputs.slice(first, first + row.layers).map(({ channels, side }, layer): DrawnBlock => ({
			block: first + layer,
			side,
			channels,
			width: 1.1 * Math.sqrt(channels),
			height: Math.max(6, (drawing.height - 2 * drawing.cap) * Math.sqrt(side / full))
		}));
		first += row.layers;
		const width = blocks.reduce((sum, block) => sum + block.width, drawing.gap * (blocks.length - 1));
		return {
			stage: index + 1,
			op: row.op,
			expandRatio: row.expandRatio,
			kernel: row.kernel,
			stride: row.stride,
			squeezeExcite: row.seRatio > 0,
			channels: row.out,
			side: blocks.at(-1)?.side ?? imageSize,
			blocks,
			width
		};
	});
}

const gapsOf = ({ blocks }: DrawnStage) => drawing.gap * (blocks.length - 1);

/** Blocks of a few channels are not drawn wider than so many times. */
const mostStretch = 7;

/** All gaps between the blocks and stages of a network, in drawing units. */
const allGaps = (stages: readonly DrawnStage[]) =>
	stages.reduce((sum, stage) => sum + gapsOf(stage), drawing.stageGap * (stages.length - 1));

/** `width`, or where a deep network's gaps alone take most of that, enough for its blocks to be seen between them. */
export const roomFor = (stages: readonly DrawnStage[], width: number): number =>
	Math.max(width, 1.5 * allGaps(stages));

/** By how much blocks are widened for the whole network to be `width` drawing units wide, which `roomFor` says. */
export function stretchTo(stages: readonly DrawnStage[], width: number): number {
	const gaps = allGaps(stages);
	const blocks = stages.reduce((sum, stage) => sum + stage.width - gapsOf(stage), 0);
	return Math.min(mostStretch, (width - gaps) / blocks);
}

/** Of a stage whose blocks are widened, in drawing units. */
export const stretchedWidth = (stage: DrawnStage, stretch: number): number =>
	(stage.width - gapsOf(stage)) * stretch + gapsOf(stage);
