/**
 * How the two kinds compare, turn by turn. A machine's speed drifts by a tenth within minutes, and all times with it; a
 * turn's two halves lie a second apart, so the ratio within a turn hardly moves.
 */
import { quartiles, type Quartiles } from '../quartiles';
import type { BlockTimes, OpFigures, StageFigures } from './figures';

/** MBConv's time over Fused-MBConv's: median and middle half over the turns. */
export type RatioTimes = Readonly<Record<keyof BlockTimes, Quartiles>>;

export interface StageRatios {
	/** From 1. */
	readonly stage: number;
	readonly first: RatioTimes;
	readonly all: RatioTimes;
}

/** What each turn says of one network, in the order of the turns. */
export type TurnFigures = readonly OpFigures[];

/** @param mbconv as many turns as `fused` has */
export function ratiosOf(mbconv: TurnFigures, fused: TurnFigures): StageRatios[] {
	const stages = mbconv[0]?.stages ?? [];
	return stages.map(({ stage }, at) => {
		const over = (scope: 'first' | 'all', pass: keyof BlockTimes) =>
			quartiles(
				mbconv.map((turn, index) => {
					const [above, below] = [turn, fused[index]].map((figures) => figures?.stages[at]);
					return medianOf(above, scope, pass) / medianOf(below, scope, pass);
				})
			);
		const times = (scope: 'first' | 'all'): RatioTimes => ({
			forwardMs: over(scope, 'forwardMs'),
			backwardMs: over(scope, 'backwardMs'),
			stepMs: over(scope, 'stepMs')
		});
		return { stage, first: times('first'), all: times('all') };
	});
}

const medianOf = (stage: StageFigures | undefined, scope: 'first' | 'all', pass: keyof BlockTimes) =>
	stage?.[scope][pass].median ?? NaN;

/** Changes smaller than this are no drift. */
const DRIFT = 0.05;
/** Of fewer turns halves say nothing. */
const FEWEST_TURNS = 4;

/**
 * By what share every stage of every network was slower (or, below 0, faster) in the second half of the turns than in the
 * first, at least; 0 where they were not all, or not by a twentieth.
 */
export function driftOf(networks: readonly TurnFigures[]): number {
	const changes = networks.flatMap((turns) => {
		if (turns.length < FEWEST_TURNS) return [0];
		const half = Math.floor(turns.length / 2);
		const [before, after] = [turns.slice(0, half), turns.slice(-half)];
		return turns[0]!.stages.map((_, at) => {
			const median = (some: TurnFigures) =>
				quartiles(some.map(({ stages }) => stages[at]!.all.stepMs.median)).median;
			return median(after) / median(before) - 1;
		});
	});
	if (changes.every((change) => change > DRIFT)) return Math.min(...changes);
	if (changes.every((change) => change < -DRIFT)) return Math.max(...changes);
	return 0;
}
