/** Whether a race came out as the paper has it: pure. */
import type { EntrantSummary, MeanSpread } from './figures';
import type { EntrantKind, EntrantSettings } from './settings';

/** One entrant against the first. */
export interface Comparison {
	/** Index of the other. */
	readonly rival: number;
	/** Mean accuracy of the first less the rival's. */
	readonly accuracyGain: number;
	/** Mean training time of the first over the rival's. */
	readonly timeRatio: number;
	/** Whether the accuracies of the seeds overlap, so that the difference may be chance; true of one seed each. */
	readonly unclear: boolean;
	/** Whether it is as the paper has it; null where the paper compares no such pair. */
	readonly expected: boolean | null;
}

/** Runs that are the paper's progressive learning. */
const adaptive: readonly EntrantKind[] = ['paper', 'official'];
/** That the paper has its progressive learning win against: by time and accuracy (Table 12), by accuracy (Table 13). */
const slower: readonly EntrantKind[] = ['fixed'];
const lessAccurate: readonly EntrantKind[] = ['progressive-size', 'random-size', 'random-adaptive'];
/** Times this close are equal: runs of equal cost are. */
const sameTime = 1.05;

/** The first entrant against each other one that has finished, as the first has. */
export function compareSchedules(
	entrants: readonly Pick<EntrantSettings, 'kind' | 'model'>[],
	summaries: readonly EntrantSummary[]
): Comparison[] {
	const [first] = summaries;
	const [entrant] = entrants;
	if (!first?.accuracy || !first.trainMs || entrant === undefined) return [];
	const { accuracy: ours, trainMs: time } = first;
	return summaries.flatMap(({ accuracy, trainMs }, rival) => {
		const other = entrants[rival];
		if (rival === 0 || !accuracy || !trainMs || other === undefined) return [];
		const accuracyGain = ours.mean - accuracy.mean;
		const timeRatio = time.mean / trainMs.mean;
		return {
			...{ rival, accuracyGain, timeRatio },
			unclear: overlap(ours, accuracy),
			// The paper compares schedules of one network.
			expected:
				entrant.model === other.model
					? isAsPaper(entrant.kind, other.kind, { accuracyGain, timeRatio })
					: null
		};
	});
}

function isAsPaper(
	kind: EntrantKind,
	rival: EntrantKind,
	{ accuracyGain, timeRatio }: Pick<Comparison, 'accuracyGain' | 'timeRatio'>
): boolean | null {
	if (!adaptive.includes(kind)) return null;
	if (slower.includes(rival)) return accuracyGain >= 0 && timeRatio <= sameTime;
	return lessAccurate.includes(rival) ? accuracyGain > 0 : null;
}

function overlap(a: MeanSpread, b: MeanSpread): boolean {
	if (a.count < 2 || b.count < 2) return true;
	return a.max >= b.min && b.max >= a.min;
}
