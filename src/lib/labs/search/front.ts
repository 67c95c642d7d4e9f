/** What a search's results come to: the front of rewards, the history of the best, the blocks by stage. Pure. */
import { referenceOf, rewardOf } from './rank';
import type { Result } from './result';
import type { Exponents } from './reward';

export type CostName = 'time' | 'parameters';

/** Step time in ms, or parameters; null where it was not measured. */
export function costOf({ step, parameters }: Result, name: CostName): number | null {
	return name === 'time' ? (step?.median ?? null) : parameters;
}

/** The results that no other beats in accuracy without costing more, the cheapest first. */
export function frontOf(results: readonly Result[], name: CostName): Result[] {
	const measured = results.filter((result) => result.accuracy !== null && costOf(result, name) !== null);
	const cost = (result: Result) => costOf(result, name) ?? Infinity;
	const sorted = measured.sort((a, b) => cost(a) - cost(b) || (b.accuracy ?? 0) - (a.accuracy ?? 0));
	const front: Result[] = [];
	for (const result of sorted) {
		if ((result.accuracy ?? 0) > (front.at(-1)?.accuracy ?? -1)) front.push(result);
	}
	return front;
}

export interface Ranked {
	readonly result: Result;
	readonly reward: number;
}

/** All results with their reward, in order of evaluation; none before the backbone is measured. */
export function rewarded(results: readonly Result[], exponents: Exponents): Ranked[] {
	const reference = referenceOf(results);
	if (reference === null) return [];
	return results.map((result) => ({ result, reward: rewardOf(result, reference, exponents) }));
}

/** After each candidate the best so far. */
export function historyOf(ranked: readonly Ranked[]): Ranked[] {
	let best: Ranked | null = null;
	return ranked.map((each) => (best = best === null || each.reward > best.reward ? each : best));
}

/** Candidates with each block in a stage. */
export interface BlockCount {
	readonly fused: number;
	readonly mbconv: number;
}

/** Stage by stage, how many of the results have Fused-MBConv and how many MBConv there. */
export function blockCounts(results: readonly Result[]): BlockCount[] {
	const stages = Math.max(0, ...results.map(({ genes }) => genes.length));
	return Array.from({ length: stages }, (_, stage) => {
		const fused = results.filter(({ genes }) => genes[stage]?.op === 'fused_mbconv').length;
		return { fused, mbconv: results.length - fused };
	});
}

/** The better half by reward, rounded up, the best first. */
export function betterHalf(ranked: readonly Ranked[]): Ranked[] {
	return [...ranked].sort((a, b) => b.reward - a.reward).slice(0, Math.ceil(ranked.length / 2));
}
