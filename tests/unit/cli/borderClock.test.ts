import { expect, test } from 'vitest';
import type { TrainEvent } from '$lib/recipe/events';
import { BorderClock } from '../../../src/cli/borderClock';

let now = 0;
const stage = (stage: number) => ({ type: 'stage', stage }) as TrainEvent;
const step = (stage: number) => ({ type: 'step', stage }) as TrainEvent;

/** Tells an event after so many milliseconds. */
function play(clock: BorderClock, ...events: readonly (readonly [number, TrainEvent])[]) {
	for (const [ms, event] of events) {
		now += ms;
		clock.note(event);
	}
}

test('a border lasts from the last event of a stage to the first step of the next', () => {
	const clock = new BorderClock(() => now);
	play(clock, [500, stage(0)], [40, step(0)], [10, step(0)]);
	play(clock, [100, { type: 'saved', position: 2 }], [7, stage(1)], [30, step(1)], [25, step(1)]);
	expect([0, 1, 2].map((each) => clock.firstStepMs(each))).toEqual([null, 37, null]);
});

test('stages that take turns have one border, before the first of them', () => {
	const clock = new BorderClock(() => now);
	play(clock, [0, stage(0)], [5, step(0)], [3, stage(1)], [2, stage(2)], [10, step(2)], [10, step(1)]);
	expect([1, 2].map((each) => clock.firstStepMs(each))).toEqual([null, 15]);
});
