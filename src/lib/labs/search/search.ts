/** The search: proposes, trains, measures, one candidate after the other. */
import { budgetSpent, type Budget } from './budget';
import { evaluateCandidate, type Bench, type EvaluationEvent } from './evaluate';
import { propose } from './propose';
import type { Proposal, Result } from './result';

/** `space`: every network that can be met was measured. */
export type SearchEnd = keyof Budget | 'space';

export type SearchEvent =
	| { readonly type: 'candidate'; readonly candidate: Proposal }
	| EvaluationEvent
	| { readonly type: 'end'; readonly reason: SearchEnd };

export interface SearchOptions extends Bench {
	/** What was measured before, in order; none for a new search. */
	readonly results?: readonly Result[];
}

/**
 * Searches until a budget is spent. To pull is to search, not to pull is a pause, `return()` ends it and frees all; the
 * candidate that is then being trained is trained again when the search is taken up with the results told so far. The budget
 * of minutes counts the time of all results, so that a search that was taken up ends where it would have ended, and is
 * looked at between two candidates: one that has begun is finished. Throws what the engine throws; what was told stays told.
 */
export async function* search({
	results: before = [],
	...bench
}: SearchOptions): AsyncGenerator<SearchEvent, void, void> {
	const { settings, backbone } = bench;
	const results = [...before];
	for (;;) {
		const end = budgetSpent(results, settings);
		if (end !== null) return yield { type: 'end', reason: end };
		const candidate = propose(backbone, settings, results);
		if (candidate === null) return yield { type: 'end', reason: 'space' };
		yield { type: 'candidate', candidate };
		for await (const event of evaluateCandidate(candidate, bench)) {
			if (event.type === 'result') results.push(event.result);
			yield event;
		}
	}
}
