import { describe, expect, test } from 'vitest';
import type { StepEvent } from '$lib/recipe/events';
import { Series } from '$lib/state/series';

function step(i: number, loss: number, correct = 4): StepEvent {
	return {
		type: 'step',
		step: i,
		stage: 0,
		epoch: (i + 1) / 10,
		learningRate: 0.05,
		loss,
		correct,
		images: 8,
		gradientNorm: 1,
		trainMs: (i + 1) * 10
	};
}

describe('Series', () => {
	test('keeps each step as a point while there is room', () => {
		const series = new Series(10);
		series.add(step(0, 3));
		series.add(step(1, 1, 8));
		const points = series.points();
		expect(points.map(({ step, loss, accuracy }) => [step, loss, accuracy])).toEqual([
			[0, 3, 0.5],
			[1, 1, 1]
		]);
	});

	test('starts its running mean at the first value and lets it follow', () => {
		const series = new Series(1000);
		series.add(step(0, 2.5));
		expect(series.points()[0]?.smoothLoss).toBeCloseTo(2.5, 12);
		for (let i = 1; i < 200; i++) series.add(step(i, 1));
		expect(series.points().at(-1)?.smoothLoss).toBeCloseTo(1, 3);
		// Weights of 1, 0.95, 0.95²… divided by their sum.
		expect(series.points()[1]?.smoothLoss).toBeCloseTo((1 + 0.95 * 2.5) / 1.95, 12);
	});

	test('merges neighbours when full: bounded, evenly spaced, with the mean of what it merged', () => {
		const series = new Series(100);
		for (let i = 0; i < 1234; i++) series.add(step(i, i));
		const points = series.points();
		expect(points.length).toBeGreaterThan(49);
		expect(points.length).toBeLessThanOrEqual(100);
		// Sixteen steps a point: the first holds steps 0..15.
		expect(points[0]?.loss).toBeCloseTo(7.5, 10);
		expect(points[0]?.step).toBe(15);
		expect(points[1]?.loss).toBeCloseTo(23.5, 10);
		// The unfinished last point is shown too: steps 1232 and 1233.
		expect(points.at(-1)?.step).toBe(1233);
		expect(points.at(-1)?.loss).toBeCloseTo(1232.5, 10);
	});

	test('a hundred thousand steps in messages of ten stay fast', () => {
		const series = new Series();
		const started = performance.now();
		for (let i = 0; i < 100_000; i++) {
			series.add(step(i, 1));
			if (i % 10 === 9) series.points();
		}
		expect(series.points().length).toBeLessThanOrEqual(5001);
		// Quadratic growth would take minutes; this takes about a tenth of the bound.
		expect(performance.now() - started).toBeLessThan(5000);
	});
});
