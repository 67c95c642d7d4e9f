/**
 * Numbers to `digits` digits after the point whose sum is what the total is to that many digits. Each is the nearest
 * or, where rounding has carried the sum away, the next nearest: those that were rounded furthest go to the other side. A
 * 0 stays 0. `total` is the sum of `values`, up to what float64 loses.
 */
export function addingUp(values: readonly number[], total: number, digits: number): number[] {
	const unit = 10 ** digits;
	const whole = values.map((value) => Math.round(value * unit));
	const lack = Math.round(total * unit) - whole.reduce((sum, value) => sum + value, 0);
	const way = Math.sign(lack);
	/** How far each was rounded away from where the sum must go. */
	const carried = values.map((value, index) => way * (value * unit - whole[index]!));
	const order = carried.map((_, index) => index).sort((a, b) => carried[b]! - carried[a]!);
	for (const index of order.slice(0, Math.abs(lack))) whole[index]! += way;
	return whole.map((value) => value / unit);
}
