/** Results by their reward. */
import { reward, type Cost, type Exponents } from './reward';
import type { Result } from './result';

/** The backbone's cost, which rewards are counted in; null before it was measured. */
export function referenceOf([first]: readonly Result[]): Cost | null {
	const step = first?.step ?? null;
	return first === undefined || step === null ? null : { time: step.median, parameters: first.parameters };
}

/** A result's reward; 0 where it has no accuracy. */
export function rewardOf(
	{ accuracy, step, parameters }: Result,
	reference: Cost,
	exponents: Exponents
): number {
	if (accuracy === null || step === null) return 0;
	return reward(accuracy, { time: step.median, parameters }, reference, exponents);
}

/** The result of the highest reward, the earlier of equals; null where there is none. */
export function bestOf(
	results: readonly Result[],
	reference: Cost | null,
	exponents: Exponents
): Result | null {
	if (reference === null) return null;
	return results.reduce<Result | null>((best, result) => {
		if (best === null) return result;
		return rewardOf(result, reference, exponents) > rewardOf(best, reference, exponents) ? result : best;
	}, null);
}
