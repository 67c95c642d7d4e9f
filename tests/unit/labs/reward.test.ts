import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockCounts, betterHalf, frontOf, historyOf, rewarded } from '$lib/labs/search/front';
import { breakEven, reward } from '$lib/labs/search/reward';
import { stepTime } from '$lib/labs/search/evaluate';
import { backboneResult, resultOf, resultsOf, settings } from './searchResults';

const paper = { w: -0.07, v: -0.05 };

describe('reward', () => {
	test('of the reference is its accuracy; twice the time takes a twentieth, twice the parameters a thirtieth', () => {
		const reference = { time: 10, parameters: 1e6 };
		expect(reward(0.8, reference, reference, paper)).toBe(0.8);
		expect(reward(0.8, { ...reference, time: 20 }, reference, paper)).toBeCloseTo(0.8 * 0.95264, 5);
		expect(reward(0.8, { ...reference, parameters: 2e6 }, reference, paper)).toBeCloseTo(0.8 * 0.96594, 5);
	});

	test('with w = v = 0 is the accuracy', () => {
		expect(reward(0.3, { time: 99, parameters: 1 }, { time: 1, parameters: 99 }, { w: 0, v: 0 })).toBe(0.3);
	});

	const cost = fc.record({
		time: fc.double({ min: 0.1, max: 1e4, noNaN: true }),
		parameters: fc.integer({ min: 1, max: 1e9 })
	});
	const exponent = fc.double({ min: -1, max: 0, noNaN: true });

	test('keeps its order whatever it is counted in', () => {
		fc.assert(
			fc.property(cost, cost, cost, cost, exponent, exponent, (a, b, one, other, w, v) => {
				const ratio = (reference: typeof one) =>
					reward(0.5, a, reference, { w, v }) / reward(0.6, b, reference, { w, v });
				expect(ratio(one) / ratio(other)).toBeCloseTo(1, 6);
			})
		);
	});

	test('what breaks even has the same reward', () => {
		fc.assert(
			fc.property(cost, exponent, fc.double({ min: 0.5, max: 8, noNaN: true }), (own, w, times) => {
				const dearer = { ...own, time: own.time * times };
				const needed = breakEven(0.4, times, w);
				expect(reward(needed, dearer, own, { w, v: -0.05 })).toBeCloseTo(0.4, 9);
			})
		);
		expect(breakEven(80, 2, -0.07)).toBeCloseTo(83.98, 2);
	});
});

describe('what results come to', () => {
	const genes = resultsOf(5, settings({ algorithm: 'random' })).map((result) => result.genes);
	const at = (number: number, accuracy: number | null, ms: number) =>
		resultOf({ number, genes: genes[number]!, origin: 'random', parent: null }, accuracy, ms);
	const results = [backboneResult(0.5, 10), at(1, 0.6, 20), at(2, 0.55, 25), at(3, 0.4, 5), at(4, null, 1)];

	test('the front leaves out whatever costs more and is no more accurate', () => {
		expect(frontOf(results, 'time').map(({ number }) => number)).toEqual([3, 0, 1]);
		const bySize = frontOf(results, 'parameters').map(({ parameters }) => parameters);
		expect(bySize).toEqual(bySize.toSorted((a, b) => a - b));
	});

	test('rewards count in the backbone, the history keeps the best, none that diverged wins', () => {
		const ranked = rewarded(results, { w: 0, v: 0 });
		expect(ranked.map((each) => each.reward)).toEqual([0.5, 0.6, 0.55, 0.4, 0]);
		expect(historyOf(ranked).map(({ result }) => result.number)).toEqual([0, 1, 1, 1, 1]);
		expect(historyOf(rewarded(results, { w: -1, v: 0 })).map(({ result }) => result.number)).toEqual([
			0, 0, 0, 3, 3
		]);
		expect(betterHalf(ranked).map(({ result }) => result.number)).toEqual([1, 2, 0]);
		expect(rewarded([], paper)).toEqual([]);
	});

	test('blocks are counted by stage', () => {
		const counts = blockCounts(results);
		expect(counts).toHaveLength(5);
		for (const [stage, { fused, mbconv }] of counts.entries()) {
			expect(fused + mbconv).toBe(5);
			expect(mbconv).toBe(results.filter((result) => result.genes[stage]!.op === 'mbconv').length);
		}
		expect(blockCounts([])).toEqual([]);
	});
});

test('the time of a step leaves the first ones out and is not moved by one that was disturbed', () => {
	const times = [500, 400, ...Array.from({ length: 17 }, () => 10), 900];
	expect(stepTime(times)).toEqual({ median: 10, lower: 10, upper: 10, count: 18 });
	expect(stepTime([3, 1, 2, 4, 5])).toEqual({ median: 3, lower: 1.75, upper: 4.25, count: 4 });
	expect(stepTime([7])).toBeNull();
	expect(stepTime([])).toBeNull();
});
