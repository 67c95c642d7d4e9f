/**
 * Share of the old moving average that is kept at the update that follows `step` others. It starts small, so
 * that the average leaves the random initial weights quickly, and ends at `maximum` (TensorFlow's
 * `num_updates` rule, which the released code uses).
 */
export function emaDecay(maximum: number, step: number): number {
	return Math.min(maximum, (1 + step) / (10 + step));
}
