/** The figures of a race, from what its runs have told: pure. */
import type { Judged, Lane } from './results';

/** Several measurements of one thing. */
export interface MeanSpread {
	readonly mean: number;
	readonly min: number;
	readonly max: number;
	/** Measurements. */
	readonly count: number;
}

/** Null for no values. */
export function meanSpread(values: readonly number[]): MeanSpread | null {
	if (values.length === 0) return null;
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	return { mean, min: Math.min(...values), max: Math.max(...values), count: values.length };
}

export interface BandPoint {
	/** Mean over the seeds that were judged after so many steps. */
	readonly x: number;
	readonly y: number;
	readonly min: number;
	readonly max: number;
	readonly seeds: number;
}

/**
 * The accuracy of an entrant: all seeds are judged after the same steps, so a point is the mean of those judgements, and
 * the band goes from the least to the most accurate seed.
 * @param x of a judgement, e.g. its time
 */
export function accuracyBand(lanes: readonly Lane[], x: (point: Judged, lane: Lane) => number): BandPoint[] {
	const bySteps = new Map<number, { x: number; y: number }[]>();
	for (const lane of lanes) {
		for (const point of lane.points) {
			const same = bySteps.get(point.step) ?? [];
			bySteps.set(point.step, [...same, { x: x(point, lane), y: point.accuracy }]);
		}
	}
	return [...bySteps]
		.sort(([a], [b]) => a - b)
		.flatMap(([, points]) => {
			const at = meanSpread(points.map((point) => point.x));
			const accuracy = meanSpread(points.map((point) => point.y));
			if (at === null || accuracy === null) return [];
			const { mean: y, min, max, count: seeds } = accuracy;
			return [{ x: at.mean, y, min, max, seeds }];
		});
}

/**
 * Where a line of judgements first reaches `target`: on the straight line between the two judgements around it, or at the
 * first judgement, before which nothing was measured. Null where it does not.
 */
export function reaches(
	points: readonly { readonly x: number; readonly y: number }[],
	target: number
): number | null {
	const index = points.findIndex(({ y }) => y >= target);
	const [before, after] = [points[index - 1], points[index]];
	if (after === undefined) return null;
	if (before === undefined) return after.x;
	return before.x + ((target - before.y) / (after.y - before.y)) * (after.x - before.x);
}

/** The training time after which each seed that does so first has that accuracy, ms. */
export function timeToReach(lanes: readonly Lane[], target: number): MeanSpread | null {
	return meanSpread(
		lanes.flatMap(({ points }) => {
			const line = points.map(({ trainMs, accuracy }) => ({ x: trainMs, y: accuracy }));
			return reaches(line, target) ?? [];
		})
	);
}

/** A target that all entrants that were judged have reached: the highest on a grid of 5 points; one half before that. */
export function usualTarget(lanes: readonly Lane[]): number {
	const best = new Map<number, number>();
	for (const { entrant, points } of lanes) {
		for (const { accuracy } of points) best.set(entrant, Math.max(accuracy, best.get(entrant) ?? 0));
	}
	if (best.size === 0) return 0.5;
	return Math.max(0.15, Math.floor(Math.min(...best.values()) * 20) / 20);
}

/** Of the runs that were trained to their end. */
export interface EntrantSummary {
	readonly finished: number;
	readonly diverged: number;
	readonly accuracy: MeanSpread | null;
	readonly trainMs: MeanSpread | null;
	readonly imagesPerSecond: MeanSpread | null;
}

/** @param batch images of a step */
export function summaryOf(lanes: readonly Lane[], batch: number): EntrantSummary {
	const finished = lanes.filter(({ phase }) => phase === 'finished');
	const last = finished.flatMap(({ points }) => points.findLast(({ final }) => final) ?? []);
	return {
		finished: finished.length,
		diverged: lanes.filter(({ phase }) => phase === 'diverged').length,
		accuracy: meanSpread(last.map(({ accuracy }) => accuracy)),
		trainMs: meanSpread(finished.map(({ trainMs }) => trainMs)),
		imagesPerSecond: meanSpread(
			finished
				.filter(({ trainMs }) => trainMs > 0)
				.map(({ step, trainMs }) => (1000 * batch * step) / trainMs)
		)
	};
}

/** Until all runs are over, at the pace so far; ms of training. Null before anything was trained. */
export function raceLeftMs(lanes: readonly Lane[], macs: readonly (readonly number[])[]): number | null {
	let doneMacs = 0;
	let doneMs = 0;
	let leftMacs = 0;
	for (const { entrant, step, trainMs, phase } of lanes) {
		const sums = macs[entrant] ?? [];
		const done = sums[step] ?? 0;
		doneMacs += done;
		doneMs += trainMs;
		if (phase !== 'finished' && phase !== 'diverged') leftMacs += (sums.at(-1) ?? 0) - done;
	}
	return doneMacs === 0 ? null : (leftMacs * doneMs) / doneMacs;
}
