/** What the search knows of a candidate. */
import type { Genes } from './genes';

/** Where a candidate comes from. */
export interface Proposal {
	/** From 0, in the order of evaluation. */
	readonly number: number;
	readonly genes: Genes;
	readonly origin: 'backbone' | 'random' | 'mutation';
	/** Number of the candidate that was mutated, or null. */
	readonly parent: number | null;
}

/** Wall time of the training steps after the first ones, ms: median, first and third quartile. */
export interface StepTime {
	readonly median: number;
	readonly lower: number;
	readonly upper: number;
	/** Steps that were timed. */
	readonly count: number;
}

export interface Result extends Proposal {
	/** Share of the held-out images that were right after the last step; null where the loss became no number. */
	readonly accuracy: number | null;
	/** Null where training ended before there were steps to time. */
	readonly step: StepTime | null;
	/** Trainable ones. */
	readonly parameters: number;
	/** Multiply-adds of one image's way forward. */
	readonly macs: number;
	/** Time that the candidate took in all: compiling, training, judging, ms. */
	readonly totalMs: number;
}
