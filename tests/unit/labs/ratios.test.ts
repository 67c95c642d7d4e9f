import { expect, test } from 'vitest';
import type { OpFigures } from '$lib/labs/blocks/figures';
import { driftOf, ratiosOf } from '$lib/labs/blocks/ratios';

const exactly = (value: number) => ({ low: value, median: value, high: value });

/** A turn of a network whose stages take so many milliseconds. */
function turn(...stageMs: number[]): OpFigures {
	const times = (ms: number) => ({
		forwardMs: exactly(ms / 3),
		backwardMs: exactly(ms / 2),
		stepMs: exactly(ms)
	});
	return {
		...{ op: 'mbconv', samples: 1, stemMs: exactly(1), headMs: exactly(1), updateMs: exactly(1) },
		...{ sumMs: exactly(1), stepMs: exactly(1) },
		stages: stageMs.map((ms, at) => ({
			...{ stage: at + 1, layers: 2, parts: [] },
			...{ first: times(ms / 2), all: times(ms) }
		}))
	};
}

/** The same machine, slower by a tenth from turn to turn. */
const drifting = (...stageMs: number[]) =>
	[1, 1.1, 1.21, 1.331].map((factor) => turn(...stageMs.map((ms) => ms * factor)));

test('drift leaves the ratios as they are', () => {
	const [first, second] = ratiosOf(drifting(20, 10), drifting(10, 30));
	expect(first).toMatchObject({ stage: 1 });
	for (const scope of ['first', 'all'] as const) {
		for (const pass of ['forwardMs', 'backwardMs', 'stepMs'] as const) {
			const { low, median, high } = first![scope][pass];
			for (const value of [low, median, high]) expect(value).toBeCloseTo(2, 9);
		}
	}
	expect(second!.all.stepMs.median).toBeCloseTo(1 / 3, 9);
});

test('a ratio is the median of the turns’ own, with their middle half', () => {
	const fused = [turn(10), turn(10), turn(10), turn(10), turn(10)];
	const mbconv = [turn(10), turn(20), turn(30), turn(40), turn(50)];
	expect(ratiosOf(mbconv, fused)[0]!.all.stepMs).toEqual({ low: 2, median: 3, high: 4 });
});

test('drift is told where all stages of both go one way by a twentieth, and then the least of them', () => {
	expect(driftOf([drifting(20, 10), drifting(10, 30)])).toBeCloseTo(0.21, 2);
	expect(driftOf([drifting(20, 10).toReversed(), drifting(10, 30).toReversed()])).toBeCloseTo(-0.173, 2);
	const steady = [turn(10, 10), turn(10, 10), turn(10, 10), turn(10, 10)];
	expect(driftOf([drifting(20, 10), steady])).toBe(0);
	expect(driftOf([drifting(20, 10).slice(0, 3), drifting(10, 30).slice(0, 3)])).toBe(0);
	const one = [turn(10, 10), turn(10, 10), turn(12, 10), turn(12, 10)];
	expect(driftOf([one, one])).toBe(0);
});
