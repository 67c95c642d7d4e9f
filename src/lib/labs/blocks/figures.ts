/** What is told of a network that was measured: medians and quartiles over its timed steps. */
import type { BlockOp } from '$lib/model/variant';
import { quartiles, type Quartiles } from '../quartiles';
import { blockParts, type BlockPart, type BlockSample, type Sample } from './sample';

/** Milliseconds for the whole batch. */
export interface BlockTimes {
	readonly forwardMs: Quartiles;
	readonly backwardMs: Quartiles;
	/** Forward, backward and the block's share of the update. */
	readonly stepMs: Quartiles;
}

export interface StageFigures {
	/** From 1. */
	readonly stage: number;
	/** Blocks of the stage. */
	readonly layers: number;
	/** The block that takes the stage's stride and change of channels. */
	readonly first: BlockTimes;
	/** All blocks of the stage together. */
	readonly all: BlockTimes;
	/** Medians over the steps, of all blocks of the stage; parts that the stage lacks are left out. */
	readonly parts: readonly {
		readonly part: BlockPart;
		readonly forwardMs: number;
		readonly backwardMs: number;
	}[];
}

export interface OpFigures {
	readonly op: BlockOp;
	/** Timed steps so far; a turn has one or some. */
	readonly samples: number;
	readonly stages: readonly StageFigures[];
	readonly stemMs: Quartiles;
	readonly headMs: Quartiles;
	/** What the update takes beside the blocks' shares. */
	readonly updateMs: Quartiles;
	/** Blocks, stem, head and update added up. */
	readonly sumMs: Quartiles;
	/** The same steps as a whole, by the host's clock. */
	readonly stepMs: Quartiles;
}

/** The figures of one network. @param samples at least one */
export function figuresOf(op: BlockOp, samples: readonly Sample[]): OpFigures {
	const over = (value: (sample: Sample) => number) => quartiles(samples.map(value));
	const stages = [...new Set(samples.flatMap(({ blocks }) => blocks.map(({ stage }) => stage)))];
	return {
		op,
		samples: samples.length,
		stages: stages.map((stage) => stageFigures(stage, samples)),
		stemMs: over(({ stemMs }) => stemMs),
		headMs: over(({ headMs }) => headMs),
		updateMs: over(({ updateMs }) => updateMs),
		sumMs: over(({ sumMs }) => sumMs),
		stepMs: over(({ stepMs }) => stepMs)
	};
}

function stageFigures(stage: number, samples: readonly Sample[]): StageFigures {
	const runs = samples.map(({ blocks }) => blocks.filter((block) => block.stage === stage));
	const parts = blockParts.map((part) => ({
		part,
		forwardMs: quartiles(runs.map((blocks) => total(blocks, ({ forward }) => forward[part]))).median,
		backwardMs: quartiles(runs.map((blocks) => total(blocks, ({ backward }) => backward[part]))).median
	}));
	return {
		stage,
		layers: runs[0]?.length ?? 0,
		first: timesOf(runs.map((blocks) => blocks.slice(0, 1))),
		all: timesOf(runs),
		parts: parts.filter(({ forwardMs, backwardMs }) => forwardMs + backwardMs > 0)
	};
}

/** Of these blocks together, run by run. */
export function timesOf(runs: readonly (readonly BlockSample[])[]): BlockTimes {
	const forward = runs.map((blocks) => total(blocks, ({ forward: parts }) => all(parts)));
	const backward = runs.map((blocks) => total(blocks, ({ backward: parts }) => all(parts)));
	const update = runs.map((blocks) => total(blocks, ({ updateMs }) => updateMs));
	return {
		forwardMs: quartiles(forward),
		backwardMs: quartiles(backward),
		stepMs: quartiles(forward.map((ms, at) => ms + backward[at]! + update[at]!))
	};
}

function total(blocks: readonly BlockSample[], value: (block: BlockSample) => number): number {
	return blocks.reduce((sum, block) => sum + value(block), 0);
}

function all(parts: Readonly<Record<BlockPart, number>>): number {
	return blockParts.reduce((sum, part) => sum + parts[part], 0);
}
