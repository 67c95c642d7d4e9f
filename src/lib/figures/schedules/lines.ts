/** The lines of the accuracy chart: pure. */
import { accuracyBand, type BandPoint } from '$lib/state/schedules/figures';
import { lanesOf, type Judged, type Lane } from '$lib/state/schedules/results';

/** What accuracy is drawn over. */
export const raceAxes = ['time', 'macs'] as const;
export type RaceAxis = (typeof raceAxes)[number];

/** @param macs multiply-adds after each step, by entrant */
export function accuracyLines(
	lanes: readonly Lane[],
	macs: readonly (readonly number[])[],
	axis: RaceAxis
): BandPoint[][] {
	const x = (point: Judged, { entrant }: Lane) =>
		axis === 'time' ? point.trainMs : (macs[entrant]?.[point.step] ?? 0);
	return macs.map((_, entrant) => accuracyBand(lanesOf(lanes, entrant), x));
}

/** Where readings can be taken: at every point of every line. */
export function positionsOf(lines: readonly (readonly BandPoint[])[]): number[] {
	return [...new Set(lines.flat().map(({ x }) => x))].sort((a, b) => a - b);
}

/** The height of a line at `x`, straight between its points; null before the first and after the last. */
export function valueAt(line: readonly BandPoint[], x: number): number | null {
	const index = line.findIndex((point) => point.x >= x);
	const [before, after] = [line[index - 1], line[index]];
	if (after === undefined) return null;
	if (after.x === x) return after.y;
	if (before === undefined) return null;
	return before.y + ((x - before.x) / (after.x - before.x)) * (after.y - before.y);
}

/** Top of the accuracy axis: a quarter, a half, three quarters or all, with room above the highest line. */
export function accuracyTop(lines: readonly (readonly BandPoint[])[]): number {
	const highest = Math.max(0, ...lines.flat().map(({ max }) => max));
	return highest === 0 ? 1 : Math.min(1, Math.ceil((highest + 0.03) * 4) / 4);
}

/** Marks of an accuracy axis up to `top`. */
export function accuracyTicks(top: number): number[] {
	const steps = top > 0.5 ? top * 4 : Math.floor(top * 10);
	return Array.from({ length: steps + 1 }, (_, tick) => (top > 0.5 ? tick / 4 : tick / 10));
}
