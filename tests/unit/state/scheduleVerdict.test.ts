import { describe, expect, test } from 'vitest';
import { meanSpread } from '$lib/state/schedules/figures';
import { compareSchedules } from '$lib/state/schedules/verdict';

describe('the verdict', () => {
	const summary = (accuracies: number[], ms: number) => ({
		...{ finished: accuracies.length, diverged: 0, imagesPerSecond: null },
		accuracy: meanSpread(accuracies),
		trainMs: meanSpread([ms])
	});
	test.each([
		['faster and as accurate', [0.8, 0.82], 500, true, true],
		['faster, less accurate', [0.7, 0.72], 500, false, false],
		['slower', [0.9, 0.92], 1500, false, false]
	])('progressive is %s', (_, ours, ms, expected, unclear) => {
		const compared = compareSchedules(
			[{ kind: 'paper' }, { kind: 'fixed' }],
			[summary(ours, ms), summary([0.79, 0.81], 1000)]
		);
		expect(compared).toHaveLength(1);
		expect(compared[0]).toMatchObject({ rival: 1, expected, unclear, timeRatio: ms / 1000 });
	});

	test('the paper compares no schedules of different networks', () => {
		const entrants = [{ kind: 'paper', model: 'v2-pico' } as const, { kind: 'fixed' } as const];
		const some = [summary([0.8, 0.82], 500), summary([0.7, 0.72], 1000)];
		expect(compareSchedules(entrants, some)[0]).toMatchObject({ expected: null });
	});

	test('the paper says nothing of other pairs, and one seed is never clear', () => {
		const some = [summary([0.5], 1), summary([0.9], 1)];
		expect(compareSchedules([{ kind: 'fixed' }, { kind: 'paper' }], some)[0]).toMatchObject({
			expected: null,
			unclear: true
		});
		expect(
			compareSchedules([{ kind: 'paper' }, { kind: 'fixed' }], [summary([], 1), summary([0.9], 1)])
		).toEqual([]);
	});
});
