import type { Result } from './result';

const MS_PER_MINUTE = 60_000;

/** What a search may spend. */
export interface Budget {
	readonly candidates: number;
	/** Of the time of all results; pauses are none of it. */
	readonly minutes: number;
}

/** Which budget is spent, or null. */
export function budgetSpent(
	results: readonly Result[],
	{ candidates, minutes }: Budget
): keyof Budget | null {
	if (results.length >= candidates) return 'candidates';
	const spent = results.reduce((sum, { totalMs }) => sum + totalMs, 0);
	return spent >= minutes * MS_PER_MINUTE ? 'minutes' : null;
}
