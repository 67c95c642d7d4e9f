import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunConfig } from '$lib/recipe/config';
import { imagesOfEpoch } from '$lib/state/images';
import { Stop, type Course } from '$lib/state/stop.svelte';

/** Eight epochs of six steps, two epochs of them made. */
const underWay: Course = { stepsPerEpoch: 6, steps: 48, done: 12 };
const move = vi.fn<(step: number | null) => void>();
beforeEach(() => {
	move.mockClear();
});

describe('where training stops', () => {
	test('is nowhere until the reader says so', () => {
		const stop = new Stop(() => underWay, move);
		expect([stop.value, stop.step, stop.ahead, stop.share, stop.idle]).toEqual([
			null,
			null,
			null,
			null,
			null
		]);
	});

	test('is counted in epochs, or in steps', () => {
		const stop = new Stop(() => underWay, move);
		stop.enter(2.5);
		expect([stop.step, stop.ahead, stop.share]).toEqual([15, 15, 15 / 48]);
		stop.count('steps');
		expect([stop.value, stop.ahead]).toEqual([15, 15]);
		stop.enter(20);
		stop.count('epochs');
		expect([stop.value, stop.ahead]).toEqual([20 / 6, 20]);
		expect(move.mock.calls).toEqual([[15], [20]]);
		stop.enter(null);
		expect([stop.value, stop.ahead]).toEqual([null, null]);
		expect(move).toHaveBeenLastCalledWith(null);
	});

	test.each([
		['epochs', 2, 'behind'],
		['epochs', 0.01, 'behind'],
		['epochs', 8.1, 'beyond'],
		['epochs', 0, 'number'],
		['epochs', NaN, 'number'],
		['epochs', -3, 'number'],
		['steps', 12, 'behind'],
		['steps', 49, 'beyond'],
		['steps', 12.5, 'number'],
		['steps', Infinity, 'number']
	] as const)('refuses in %s: %d is %s, and the old stop stays', (unit, value, problem) => {
		const stop = new Stop(() => underWay, move);
		stop.count(unit);
		stop.enter(unit === 'steps' ? 30 : 5);
		stop.enter(value);
		expect([stop.problem, stop.ahead]).toEqual([problem, 30]);
		expect(move).toHaveBeenCalledTimes(1);
		stop.enter(unit === 'steps' ? 48 : 8);
		expect([stop.problem, stop.ahead]).toEqual([null, 48]);
	});

	test('that was reached is kept, stops nothing more, and holds again after a reset', () => {
		let course = underWay;
		const stop = new Stop(() => course, move);
		stop.enter(3);
		course = { ...underWay, done: 18 };
		const reached = new Stop(() => course, move);
		reached.value = stop.value;
		expect([reached.step, reached.ahead, reached.share, reached.idle]).toEqual([18, null, null, 'behind']);
		course = { ...underWay, done: 0 };
		const again = new Stop(() => course, move);
		again.value = stop.value;
		expect(again.ahead).toBe(18);
		course = { stepsPerEpoch: 6, steps: 12, done: 0 };
		const shorter = new Stop(() => course, move);
		shorter.value = stop.value;
		expect([shorter.ahead, shorter.idle]).toEqual([null, 'beyond']);
	});
});

test('an epoch has the images that the configuration takes of those that are there', () => {
	const made: RunConfig['data'] = { kind: 'procedural', seed: 1, train: 320, test: 100 };
	expect(imagesOfEpoch({ data: made }, { kind: 'procedural', train: 2000 })).toBe(320);
	const files: RunConfig['data'] = { kind: 'cifar10', train: null, test: null };
	expect(imagesOfEpoch({ data: files }, { kind: 'cifar10', train: 50_000 })).toBe(50_000);
	expect(imagesOfEpoch({ data: { ...files, train: 1000 } }, { kind: 'cifar10', train: 50_000 })).toBe(1000);
	expect(imagesOfEpoch({ data: files }, null)).toBe(0);
});
