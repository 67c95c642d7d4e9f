/** How good a run is, by the judgements that it told. Pure. */
import type { EvaluationEvent } from '$lib/recipe/events';
import type { Metrics } from '$lib/runs/metrics';
import type { RunHead } from '$lib/runs/run';

type Judged = RunHead & { readonly metrics?: Metrics };

/** The tests of the weights themselves at the size that the run ends at, in their order; the judgement at the end last. */
export function testsOf({ config, amendments, judgements, metrics }: Judged): EvaluationEvent[] {
	const followed = amendments.at(-1)?.config ?? config;
	const size = followed.evalSize ?? followed.stages.at(-1)?.size;
	const told = (metrics?.notes ?? []).flatMap(({ event }) => (event.type === 'evaluation' ? [event] : []));
	const tests = [...told, ...judgements].filter((test) => {
		return test.weights === 'parameters' && test.size === size;
	});
	return [...new Map(tests.map((test) => [test.step, test])).values()];
}

/** Share of right answers at the last test, 0..1; null before the first. */
export function lastAccuracy(run: Judged): number | null {
	const test = testsOf(run).at(-1);
	return test === undefined ? null : test.correct / test.images;
}
