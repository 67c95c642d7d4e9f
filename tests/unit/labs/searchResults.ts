import { genesOf } from '$lib/labs/search/space';
import { defaultSearch, type SearchSettings } from '$lib/labs/search/settings';
import type { Proposal, Result } from '$lib/labs/search/result';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant } from '$lib/model/variants';
import { candidateVariant } from '$lib/labs/search/space';
import { propose } from '$lib/labs/search/propose';

export const pico = findVariant('v2-pico')!;

export const settings = (changes: Partial<SearchSettings> = {}): SearchSettings => ({
	...defaultSearch,
	population: 4,
	tournament: 2,
	...changes
});

/** A result with true counts; accuracy and time are the test's. */
export function resultOf(
	proposal: Proposal,
	accuracy: number | null = 0.5,
	stepMs = 10,
	totalMs = 1000
): Result {
	const graph = buildGraph(candidateVariant(pico, proposal.genes, 'candidate'), { classes: 10 });
	const { parameters, macs } = countGraph(graph, 16);
	const step = { median: stepMs, lower: 0.9 * stepMs, upper: 1.2 * stepMs, count: 20 };
	return { ...proposal, accuracy, step, parameters, macs, totalMs };
}

export const backboneResult = (accuracy = 0.5, stepMs = 10) =>
	resultOf({ number: 0, genes: genesOf(pico), origin: 'backbone', parent: null }, accuracy, stepMs);

/** The first results of a search on a machine of the test's making. */
export function resultsOf(
	count: number,
	search: SearchSettings,
	judge: (proposal: Proposal) => Result = (proposal) => resultOf(proposal)
): Result[] {
	const results: Result[] = [];
	while (results.length < count) {
		const proposal = propose(pico, search, results);
		if (proposal === null) break;
		results.push(judge(proposal));
	}
	return results;
}
