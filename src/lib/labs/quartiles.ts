/** What a figure that was measured several times is given as: the median, and the middle half around it. */
export interface Quartiles {
	readonly median: number;
	/** A quarter of the values lies below. */
	readonly low: number;
	/** A quarter of the values lies above. */
	readonly high: number;
}

/** Quartiles by linear interpolation between the sorted values; NaN for no values. */
export function quartiles(values: readonly number[]): Quartiles {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (share: number) => {
		const place = share * (sorted.length - 1);
		const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
		return below + (above - below) * (place - Math.floor(place));
	};
	return { median: at(0.5), low: at(0.25), high: at(0.75) };
}
