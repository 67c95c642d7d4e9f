/** The curves of a run, from what it has told: pure. */
import type { ScaleKind } from '$lib/charts/scales';
import type { XY } from '$lib/charts/thin';
import type { Moment } from './axis';
import type { StageRange } from '$lib/state/forecast';
import type { View } from '$lib/state/view';
import type { EvaluationPoint, StageMark } from '$lib/state/record.svelte';
import type { SeriesPoint } from '$lib/state/series';

/** A training curve; a point stands at the steps made after it. */
export function trainingLine(
	points: readonly SeriesPoint[],
	x: (moment: Moment) => number,
	value: (point: SeriesPoint) => number
): XY[] {
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

/**
 * The stages behind the curves: over time those that have begun, else all of the plan; none where stages take turns.
 * @param x of a number of steps; null over time
 */
export function stageBands(
	plan: readonly StageRange[],
	begun: readonly StageMark[],
	x: ((step: number) => number) | null,
	nowMs: number
): Band[] {
	if (plan.some(({ share }) => share < 1)) return [];
	if (x !== null) {
		return plan.map(({ size, from, to }, stage) => ({ stage, size, from: x(from), to: x(to) }));
	}
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

/**
 * The running means of loss and accuracy with another memory: a step `n` back counts (1 - 1/memory)ⁿ. A point that stands for
 * several steps counts for as many.
 */
export function smoothed(points: readonly SeriesPoint[], memory: View['smoothing']): readonly SeriesPoint[] {
	const keep = 1 - 1 / memory;
	let weight = 0;
	let loss = 0;
	let accuracy = 0;
	let before = -1;
	return points.map((point) => {
		const kept = keep ** (point.step - before);
		before = point.step;
		weight = kept * weight + (1 - kept);
		loss = kept * loss + (1 - kept) * point.loss;
		accuracy = kept * accuracy + (1 - kept) * point.accuracy;
		return { ...point, smoothLoss: loss / weight, smoothAccuracy: accuracy / weight };
	});
}

export interface LossAxis {
	readonly domain: readonly [number, number];
	readonly ticks: readonly number[];
}

/** The axis of the loss: from 0, or over as many powers as the curve spans. */
export function lossAxis(points: readonly SeriesPoint[], scale: ScaleKind): LossAxis {
	const top = lossTop(points);
	if (scale === 'linear') {
		return { domain: [0, top], ticks: Array.from({ length: Math.floor(top) + 1 }, (_, tick) => tick) };
	}
	const lowest = points.reduce((least, { smoothLoss }) => Math.min(least, smoothLoss), top / 4);
	const bottom = Math.max(1e-3, lowest * 0.8);
	const ticks = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
	return { domain: [bottom, top], ticks: ticks.filter((tick) => tick >= bottom && tick <= top) };
}

/** The axis of the gradient's norm, by powers of ten. */
export function normAxis(points: readonly SeriesPoint[]): LossAxis {
	const norms = points.map(({ gradientNorm }) => gradientNorm).filter((norm) => norm > 0);
	const low = norms.reduce((least, norm) => Math.min(least, norm), 1);
	const high = norms.reduce((most, norm) => Math.max(most, norm), 1);
	const from = Math.floor(Math.log10(low));
	const to = Math.max(from + 1, Math.ceil(Math.log10(high)));
	const ticks = Array.from({ length: to - from + 1 }, (_, power) => 10 ** (from + power));
	return { domain: [10 ** from, 10 ** to], ticks };
}
