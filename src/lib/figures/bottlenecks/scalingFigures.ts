/** What follows from the measurement of two networks and of their added layers. Pure. */
import type { AddedRow, NetworkRow } from '$lib/labs/bottlenecks/rows';

/** The paper calls stages 1 to 3 the early ones. */
export const LAST_EARLY_STAGE = 3;

export interface EarlyShare {
	/** One more layer in every stage. */
	readonly ms: number;
	readonly params: number;
	/** Of these what the early stages take, 0 to 1. */
	readonly time: number;
	readonly share: number;
}

/** @param added rows of one network */
export function earlyShare(added: readonly AddedRow[]): EarlyShare {
	const sum = (value: (row: AddedRow) => number, of = added) => of.reduce((all, row) => all + value(row), 0);
	const early = added.filter(({ stage }) => stage <= LAST_EARLY_STAGE);
	const [ms, params] = [sum(({ stepMs }) => stepMs), sum((row) => row.params)];
	return {
		ms,
		params,
		time: sum(({ stepMs }) => stepMs, early) / (ms || 1),
		share: sum((row) => row.params, early) / (params || 1)
	};
}

/** What the deeper network takes more as a whole step, ms; null before both were timed. */
export function wholeStepMore(steps: readonly NetworkRow[], model: string): number | null {
	const of = (deeper: boolean) => steps.find((row) => row.model === model && row.deeper === deeper);
	const [plain, deeper] = [of(false), of(true)];
	return plain === undefined || deeper === undefined ? null : deeper.stepMs - plain.stepMs;
}
