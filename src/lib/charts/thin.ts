export interface XY {
	readonly x: number;
	readonly y: number;
}

/**
 * At most about `limit` points with the same outline: the range of x is cut into equal slices, and of each the
 * lowest and the highest point stay, in their order. Points must be sorted by x.
 */
export function thin(points: readonly XY[], limit: number): readonly XY[] {
	const first = points[0];
	const last = points.at(-1);
	if (points.length <= limit || first === undefined || last === undefined) return points;
	const slices = Math.max(1, Math.floor(limit / 2));
	const width = (last.x - first.x) / slices || 1;
	const kept: XY[] = [];
	let start = 0;
	for (let slice = 1; slice <= slices && start < points.length; slice++) {
		const edge = slice === slices ? Infinity : first.x + slice * width;
		let end = start;
		while (end < points.length && points[end]!.x < edge) end++;
		kept.push(...extremes(points.slice(start, end)));
		start = end;
	}
	return kept;
}

function extremes(points: readonly XY[]): XY[] {
	if (points.length <= 2) return [...points];
	let low = 0;
	let high = 0;
	points.forEach(({ y }, index) => {
		if (y < points[low]!.y) low = index;
		if (y > points[high]!.y) high = index;
	});
	if (low === high) return [points[low]!];
	return low < high ? [points[low]!, points[high]!] : [points[high]!, points[low]!];
}
