/** The measurement as rows, as `lab blocks` prints and the page exports them. */
import { blockCosts, type BlockCost } from '$lib/model/blockCost';
import { blockPair } from '$lib/model/blockPair';
import { buildGraph } from '$lib/model/build';
import type { BlockOp, Variant } from '$lib/model/variant';
import type { Quartiles } from '../quartiles';
import type { BlockTimes, OpFigures, StageFigures } from './figures';
import type { StageRatios } from './ratios';

/** One kind of block at one stage: costs and times are of the stage's first block, for the whole batch. */
export interface BlockRow {
	readonly engine: string;
	/** From 1. */
	readonly stage: number;
	readonly op: BlockOp;
	readonly in: number;
	readonly out: number;
	readonly expand: number;
	readonly stride: number;
	readonly kernel: number;
	readonly seRatio: number;
	/** Side of what enters the block, pixels. */
	readonly size: number;
	readonly batch: number;
	readonly forwardMs: number;
	readonly backwardMs: number;
	/** With the block's share of the update. */
	readonly stepMs: number;
	/** Multiply-adds of the way forward. */
	readonly macs: number;
	/** Read and written on the way forward, see model/blockCost.ts. */
	readonly bytes: number;
	/** Trainable parameters. */
	readonly params: number;
	/** Timed steps behind the medians. */
	readonly samples: number;
	readonly quartiles: TimeQuartiles;
	/** All blocks of the stage together. */
	readonly wholeStage: {
		readonly layers: number;
		readonly forwardMs: number;
		readonly backwardMs: number;
		readonly stepMs: number;
		readonly macs: number;
		readonly bytes: number;
		readonly params: number;
		readonly quartiles: TimeQuartiles;
		/** Where the time goes, by what is computed. */
		readonly parts: StageFigures['parts'];
	};
}

/** The middle half of each time, ms. */
type TimeQuartiles = Readonly<Record<keyof BlockTimes, readonly [low: number, high: number]>>;

/** How the two kinds compare at one stage: MBConv's time over Fused-MBConv's within each turn. */
export interface RatioRow {
	readonly engine: string;
	readonly stage: number;
	/** Medians over the turns, of the stage's first block. */
	readonly forwardMs: number;
	readonly backwardMs: number;
	readonly stepMs: number;
	readonly quartiles: TimeQuartiles;
	readonly wholeStage: {
		readonly forwardMs: number;
		readonly backwardMs: number;
		readonly stepMs: number;
		readonly quartiles: TimeQuartiles;
	};
}

/** A network's parts added up against its step as a whole. */
export interface StepRow {
	readonly engine: string;
	readonly op: BlockOp;
	/** Blocks, stem, head and update added up, median. */
	readonly sumMs: number;
	readonly stepMs: number;
	/** sumMs / stepMs */
	readonly ratio: number;
	readonly stemMs: number;
	readonly headMs: number;
	/** What the update takes beside the blocks' shares. */
	readonly updateMs: number;
	/** The middle half of `stepMs`. */
	readonly quartiles: readonly [low: number, high: number];
}

export interface Measured {
	readonly engine: string;
	readonly figures: readonly OpFigures[];
}

/** A row for each stage and kind of block, in the order of the stages. */
export function blockRows(
	variant: Variant,
	{ imageSize, batch }: { readonly imageSize: number; readonly batch: number },
	{ engine, figures }: Measured
): BlockRow[] {
	const pair = blockPair(variant);
	const costs = figures.map(({ op }) => blockCosts(buildGraph(pair[op]), imageSize, batch));
	return variant.stages.flatMap((_, index) =>
		figures.map(({ op, stages, samples }, at) => {
			const table = pair[op].stages[index]!;
			const blocks = costs[at]!.filter(({ stage }) => stage === `stage${index + 1}`);
			const [first] = blocks as [BlockCost];
			const measured = stages[index]!;
			return {
				engine,
				stage: index + 1,
				op,
				in: table.in,
				out: table.out,
				expand: table.expandRatio,
				stride: table.stride,
				kernel: table.kernel,
				seRatio: table.seRatio,
				size: first.side,
				batch,
				...medians(measured.first),
				macs: first.macs,
				bytes: first.bytes,
				params: first.parameters,
				samples,
				quartiles: middles(measured.first),
				wholeStage: wholeStage(measured, blocks)
			};
		})
	);
}

function wholeStage({ layers, all, parts }: StageFigures, blocks: readonly BlockCost[]) {
	return { layers, ...medians(all), ...total(blocks), quartiles: middles(all), parts };
}

export function stepRows({ engine, figures }: Measured): StepRow[] {
	return figures.map(({ op, sumMs, stepMs, stemMs, headMs, updateMs }) => ({
		engine,
		op,
		sumMs: sumMs.median,
		stepMs: stepMs.median,
		ratio: sumMs.median / stepMs.median,
		stemMs: stemMs.median,
		headMs: headMs.median,
		updateMs: updateMs.median,
		quartiles: middle(stepMs)
	}));
}

export function ratioRows(engine: string, ratios: readonly StageRatios[]): RatioRow[] {
	return ratios.map(({ stage, first, all }) => ({
		engine,
		stage,
		...medians(first),
		quartiles: middles(first),
		wholeStage: { ...medians(all), quartiles: middles(all) }
	}));
}

function medians({ forwardMs, backwardMs, stepMs }: BlockTimes) {
	return { forwardMs: forwardMs.median, backwardMs: backwardMs.median, stepMs: stepMs.median };
}

function middles({ forwardMs, backwardMs, stepMs }: BlockTimes): TimeQuartiles {
	return { forwardMs: middle(forwardMs), backwardMs: middle(backwardMs), stepMs: middle(stepMs) };
}

const middle = ({ low, high }: Quartiles): readonly [number, number] => [low, high];

function total(blocks: readonly BlockCost[]) {
	const sum = (value: (block: BlockCost) => number) => blocks.reduce((all, block) => all + value(block), 0);
	return {
		macs: sum(({ macs }) => macs),
		bytes: sum(({ bytes }) => bytes),
		params: sum(({ parameters }) => parameters)
	};
}
