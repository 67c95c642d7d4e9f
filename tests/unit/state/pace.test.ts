import { describe, expect, it } from 'vitest';
import type { StepEvent } from '$lib/recipe/events';
import { Stopwatch } from '$lib/state/forecast';
import { paceOfRun, paceOfTrial } from '$lib/state/pace';
import type { Trial } from '$lib/worker/protocol';

const area = (size: number) => size ** 2;

/** Steps of `ms` each at a size. */
function trained(watch: Stopwatch, from: number, steps: number, ms: number, size: number): void {
	for (let step = 0; step < steps; step++) {
		const event = { step, images: 8, trainMs: from + (step + 1) * ms } as StepEvent;
		watch.add(event, size);
	}
}

describe('the pace of a run', () => {
	it('is unknown before the first step', () => {
		expect(paceOfRun(new Stopwatch(), 8, area)).toBeNull();
	});

	it('is what was measured at a size, and follows the cost at others', () => {
		const watch = new Stopwatch();
		trained(watch, 0, 4, 80, 16);
		const pace = paceOfRun(watch, 8, area)!;
		expect(pace(16)).toBe(10);
		expect(pace(32)).toBe(40);
		trained(watch, 320, 4, 240, 32);
		const both = paceOfRun(watch, 8, area)!;
		expect([both(16), both(32)]).toEqual([10, 30]);
	});
});

describe('the pace of a trial', () => {
	const trial: Trial = {
		engine: 'wasm',
		adapter: 'CPU',
		software: false,
		pace: { model: 'small', size: 16, batch: 8, imagesPerSecond: 200 },
		reason: null
	};
	const costOf = (model: string) => (size: number) => (model === 'small' ? 1 : 3) * area(size);

	it('follows the multiply-adds from one network and size to another', () => {
		const pace = paceOfTrial(trial, 'large', costOf)!;
		expect(pace(16)).toBeCloseTo(15, 9);
		expect(pace(32)).toBeCloseTo(60, 9);
	});

	it('is unknown for an engine that was not measured', () => {
		expect(paceOfTrial(undefined, 'small', costOf)).toBeNull();
		const unmeasured = { ...trial, pace: null, reason: 'missing' } as const;
		expect(paceOfTrial(unmeasured, 'small', costOf)).toBeNull();
	});
});
