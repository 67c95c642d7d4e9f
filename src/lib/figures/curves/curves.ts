/** The curves of a run, from what it has told: pure. */
import type { XY } from '$lib/charts/thin';
import type { EvaluationPoint, StageMark } from '$lib/state/record.svelte';
import type { SeriesPoint } from '$lib/state/series';

/** What the x axis counts: training steps, or training time in ms. */
export type XAxis = 'steps' | 'time';

interface Moment {
	readonly trainMs: number;
}

/** Steps made, or time spent, at a point. */
export function xOf(axis: XAxis): (moment: Moment & { readonly step: number }) => number {
	return axis === 'time' ? ({ trainMs }) => trainMs : ({ step }) => step;
}

/** A training curve; a point stands at the steps made after it. */
export function trainingLine(
	points: readonly SeriesPoint[],
	axis: XAxis,
	value: (point: SeriesPoint) => number
): XY[] {
	const x = xOf(axis);
	return points.map((point) => ({ x: x({ step: point.step + 1, trainMs: point.trainMs }), y: value(point) }));
}

export interface Evaluations {
	/** At the size of the stage that trained: what the network is used to. */
	readonly own: readonly EvaluationPoint[];
	/** At the run's final size, all along; in the last stage these are the same points. */
	readonly final: readonly EvaluationPoint[];
}

/** @param sizes image side of each stage; the last is the final one */
export function splitEvaluations(
	evaluations: readonly EvaluationPoint[],
	sizes: readonly number[]
): Evaluations {
	const shown = evaluations.filter(({ weights }) => weights === 'parameters');
	const finalSize = sizes.at(-1);
	return {
		own: latestPerStep(shown.filter(({ size, stage }) => size === sizes[stage])),
		final: latestPerStep(shown.filter(({ size }) => size === finalSize))
	};
}

/** The judgement at the end stands at the same step as the last evaluation and replaces it. */
function latestPerStep(evaluations: readonly EvaluationPoint[]): EvaluationPoint[] {
	return [...new Map(evaluations.map((evaluation) => [evaluation.step, evaluation])).values()];
}

export interface Band {
	readonly stage: number;
	readonly size: number;
	readonly from: number;
	readonly to: number;
}

/** The stages behind the curves: all of the plan over steps; over time those that have begun. */
export function stageBands(
	plan: readonly { readonly size: number; readonly from: number; readonly to: number }[],
	begun: readonly StageMark[],
	axis: XAxis,
	nowMs: number
): Band[] {
	if (axis === 'steps') return plan.map(({ size, from, to }, stage) => ({ stage, size, from, to }));
	return begun.map(({ stage, size, trainMs }, index) => ({
		stage,
		size,
		from: trainMs,
		to: begun[index + 1]?.trainMs ?? nowMs
	}));
}

/** Top of the loss axis: room for the training curve; tests far above it are marked at the edge. */
export function lossTop(points: readonly SeriesPoint[]): number {
	const highest = points.reduce((top, { smoothLoss }) => Math.max(top, smoothLoss), 0);
	return Math.max(2.5, Math.min(Math.ceil(highest * 1.1 * 2) / 2, 8));
}

/** The last evaluation made when `step` steps were done. */
export function lastBy(evaluations: readonly EvaluationPoint[], step: number): EvaluationPoint | null {
	return evaluations.findLast((evaluation) => evaluation.step <= step) ?? null;
}
