import { describe, expect, it } from 'vitest';
import { xOf } from '$lib/figures/curves/axis';
import { xAxes } from '$lib/state/view';
import {
	lastBy,
	lossAxis,
	lossTop,
	normAxis,
	smoothed,
	splitEvaluations,
	stageBands,
	trainingLine
} from '$lib/figures/curves/curves';
import type { StepEvent } from '$lib/recipe/events';
import { unregularised } from '$lib/recipe/schedule';
import type { EvaluationPoint, StageMark } from '$lib/state/record.svelte';
import { Series, type SeriesPoint } from '$lib/state/series';

describe('the curves', () => {
	const units = { stepsPerEpoch: 10, batch: 8 };
	const xOfEpochs = (step: number) => xOf('epochs', units)({ step, trainMs: 0 });
	const point = (step: number, loss: number): SeriesPoint => ({
		step,
		stage: 0,
		epoch: step / 10,
		trainMs: step * 100,
		loss,
		smoothLoss: loss,
		accuracy: 0.5,
		smoothAccuracy: 0.5,
		learningRate: 0.1,
		gradientNorm: 2
	});
	const mark = (stage: number, size: number, from: number, to: number, trainMs: number): StageMark => ({
		...unregularised,
		...{ stage, size, from, to, trainMs, share: 1, compileMs: 5 }
	});
	const stepEvent = (step: number, loss: number): StepEvent => ({
		type: 'step',
		step,
		stage: 0,
		epoch: step / 10,
		learningRate: 0.1,
		loss,
		correct: 4,
		images: 8,
		gradientNorm: 1,
		trainMs: step
	});
	const evaluation = (step: number, stage: number, size: number, correct = 5): EvaluationPoint => ({
		step,
		stage,
		size,
		weights: 'parameters',
		correct,
		images: 10,
		loss: 1,
		final: false,
		trainMs: step * 100,
		accuracy: correct / 10
	});

	it('put a point after its step', () => {
		expect(trainingLine([point(0, 2), point(4, 1)], xOf('steps', units), ({ loss }) => loss)).toEqual([
			{ x: 1, y: 2 },
			{ x: 5, y: 1 }
		]);
		expect(trainingLine([point(4, 1)], xOf('time', units), ({ loss }) => loss)).toEqual([{ x: 400, y: 1 }]);
	});

	it('part the tests at the stage’s size from those at the final size, and leave averages out', () => {
		const all = [
			evaluation(10, 0, 16),
			evaluation(10, 0, 32, 1),
			evaluation(20, 1, 32),
			{ ...evaluation(20, 1, 32, 9), final: true },
			{ ...evaluation(20, 1, 32), weights: 'ema' as const }
		];
		const { own, final } = splitEvaluations(all, [16, 32]);
		expect(own.map(({ step, size, correct }) => [step, size, correct])).toEqual([
			[10, 16, 5],
			[20, 32, 9]
		]);
		expect(final.map(({ step, correct }) => [step, correct])).toEqual([
			[10, 1],
			[20, 9]
		]);
		expect(lastBy(own, 19)?.step).toBe(10);
		expect(lastBy(own, 5)).toBeNull();
	});

	it('shade all planned stages over steps, and over time those that have begun', () => {
		const plan = [
			{ size: 16, from: 0, to: 10, share: 1 },
			{ size: 32, from: 10, to: 30, share: 1 }
		];
		const begun = [mark(0, 16, 0, 10, 0), mark(1, 32, 10, 30, 900)];
		expect(stageBands(plan, [], (step) => step, 0)).toHaveLength(2);
		expect(stageBands(plan, begun.slice(0, 1), null, 500)).toEqual([
			{ stage: 0, size: 16, from: 0, to: 500 }
		]);
		expect(stageBands(plan, begun, null, 1500).map(({ from, to }) => [from, to])).toEqual([
			[0, 900],
			[900, 1500]
		]);
	});

	it('count an instant in steps, epochs, images and time', () => {
		const moment = { step: 30, trainMs: 1500 };
		expect(xAxes.map((axis) => xOf(axis, units)(moment))).toEqual([30, 3, 240, 1500]);
		const [band] = stageBands([{ size: 16, from: 10, to: 30, share: 1 }], [], xOfEpochs, 0);
		expect([band?.from, band?.to]).toEqual([1, 3]);
	});

	it('have no stages behind them where stages take turns', () => {
		const turns = [16, 32].map((size) => ({ size, from: 0, to: 10, share: 0.5 }));
		expect(stageBands(turns, [], xOfEpochs, 0)).toEqual([]);
	});

	it('are smoothed as the record is, by any memory, and by points that stand for several steps', () => {
		const events = Array.from({ length: 60 }, (_, step) => stepEvent(step, 2 + Math.sin(step)));
		const full = new Series();
		const short = new Series(16);
		for (const event of events) {
			full.add(event);
			short.add(event);
		}
		const again = smoothed(full.points(), 20);
		for (const [index, { smoothLoss }] of full.points().entries()) {
			expect(again[index]!.smoothLoss).toBeCloseTo(smoothLoss, 10);
		}
		expect(smoothed(full.points(), 1).map(({ smoothLoss }) => smoothLoss)).toEqual(
			full.points().map(({ loss }) => loss)
		);
		const merged = smoothed(short.points(), 20).at(-1)!;
		expect(short.points().length).toBeLessThan(17);
		expect(Math.abs(merged.smoothLoss - again.at(-1)!.smoothLoss)).toBeLessThan(0.1);
	});

	it('have a log scale that holds what is drawn, and powers of ten for the gradient', () => {
		const losses = [point(0, 3), point(1, 0.3)];
		const { domain, ticks } = lossAxis(losses, 'log');
		expect(domain[0]).toBeLessThan(0.3);
		expect(domain[1]).toBeGreaterThan(3);
		expect(ticks.every((tick) => tick >= domain[0] && tick <= domain[1])).toBe(true);
		expect(lossAxis([], 'log').domain[0]).toBeGreaterThan(0);
		expect(lossAxis(losses, 'linear').domain).toEqual([0, 3.5]);
		const norms = [0.5, 40].map((gradientNorm, step) => ({ ...point(step, 1), gradientNorm }));
		expect(normAxis(norms)).toEqual({ domain: [0.1, 100], ticks: [0.1, 1, 10, 100] });
	});

	it('leave room for the first losses but not for an explosion', () => {
		expect(lossTop([])).toBe(2.5);
		expect(lossTop([point(0, 3.1)])).toBe(3.5);
		expect(lossTop([point(0, 1e9)])).toBe(8);
	});
});
