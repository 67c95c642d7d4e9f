/**
 * Probability that the branch of a block is kept in training: 1 for the first block, falling linearly with depth
 * (stochastic depth as the official code has it). `depth` is an add op's i/N; `dropPath` the rate that the last block
 * comes near but, as i ends at N - 1, does not reach. Kept branches are divided by this number.
 */
export function survivalProbability(depth: number, dropPath: number): number {
	return 1 - dropPath * depth;
}
