import { describe, expect, test } from 'vitest';
import type { StepEvent } from '$lib/recipe/events';
import { imageCost } from '$lib/state/cost';
import { Stopwatch, timeLeft } from '$lib/state/forecast';

/** Runs steps of the given times through a stopwatch. */
function after(...steps: [size: number, ms: number][]): Stopwatch {
	const stopwatch = new Stopwatch();
	let trainMs = 0;
	steps.forEach(([size, ms], step) => {
		trainMs += ms;
		const event: StepEvent = {
			type: 'step',
			step,
			stage: 0,
			epoch: 0,
			learningRate: 0.1,
			loss: 1,
			correct: 0,
			images: 32,
			gradientNorm: 1,
			trainMs
		};
		stopwatch.add(event, size);
	});
	return stopwatch;
}

const stages = [
	{ size: 16, from: 0, to: 10, share: 1 },
	{ size: 32, from: 10, to: 30, share: 1 }
];
const squared = (size: number) => size * size;

describe('Stopwatch', () => {
	test('leaves out the first two steps at a size: one compiles, the other was queued behind it', () => {
		const stopwatch = after([16, 5000], [16, 4], [16, 100], [16, 200]);
		expect(stopwatch.stepMs(16)).toBe(150);
		expect(stopwatch.imagesPerSecond()).toBeCloseTo(64 / 0.3, 9);
	});

	test('until then takes what there is for the pace, and gives no rate', () => {
		const stopwatch = after([16, 5000], [16, 4]);
		expect(stopwatch.stepMs(16)).toBe(2502);
		expect(stopwatch.imagesPerSecond()).toBeNull();
	});

	test('measures the rate at the new size after a stage border', () => {
		const stopwatch = after([16, 10], [16, 10], [16, 10], [32, 999], [32, 1], [32, 40]);
		expect(stopwatch.imagesPerSecond()).toBeCloseTo(32 / 0.04, 9);
		expect(stopwatch.stepMs(16)).toBe(10);
	});

	test('forgets the rate of another size, also when an earlier size comes back', () => {
		const first: [number, number][] = [
			[16, 10],
			[16, 10],
			[16, 10]
		];
		const stopwatch = after(...first, [32, 500], [32, 1], [32, 80], [16, 20]);
		expect(stopwatch.imagesPerSecond()).toBeCloseTo(32 / 0.02, 9);
	});

	test('takes the rate over the last seconds, not over the whole run', () => {
		const slow = Array.from({ length: 10 }, (): [number, number] => [16, 4000]);
		const fast = Array.from({ length: 6 }, (): [number, number] => [16, 1000]);
		expect(after(...slow, ...fast).imagesPerSecond()).toBeCloseTo(32, 9);
	});
});

describe('timeLeft', () => {
	test('is unknown before the first step', () => {
		expect(timeLeft(stages, 0, new Stopwatch(), squared)).toBeNull();
	});

	test('scales sizes not yet trained by their cost', () => {
		const stopwatch = after([16, 900], [16, 1], [16, 10], [16, 10]);
		expect(timeLeft(stages, 3, stopwatch, squared)).toBe(7 * 10 + 20 * 40);
	});

	test('takes the measured pace where there is one, and ends at zero', () => {
		const stopwatch = after([16, 10], [16, 10], [32, 500], [32, 1], [32, 60], [32, 60]);
		expect(timeLeft(stages, 15, stopwatch, squared)).toBe(15 * 60);
		expect(timeLeft(stages, 30, stopwatch, squared)).toBe(0);
	});

	test('shares what is left among stages that take turns', () => {
		const stopwatch = after([16, 10], [16, 10], [16, 10], [32, 500], [32, 1], [32, 60], [32, 60]);
		const mixed = [
			{ size: 16, from: 0, to: 40, share: 0.25 },
			{ size: 32, from: 0, to: 40, share: 0.75 }
		];
		expect(timeLeft(mixed, 20, stopwatch, squared)).toBe(5 * 10 + 15 * 60);
	});

	test('costs are multiply-adds of the variant', () => {
		expect(imageCost('v2-nano')(32)).toBe(21_330_176);
		expect(() => imageCost('nothing')).toThrow(RangeError);
	});
});
