/** The largest whole number below `tooMany` that fits; 0 if none does. What is smaller than one that fits must fit, too. */
export function largestBelow(tooMany: number, fits: (count: number) => boolean): number {
	let [low, high] = [0, tooMany];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (fits(middle)) low = middle;
		else high = middle;
	}
	return low;
}
