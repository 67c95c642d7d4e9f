import { describe, expect, it } from 'vitest';
import { logTicks } from '$lib/charts/logTicks';
import { chartScales } from '$lib/charts/scales';
import { stageColor } from '$lib/charts/stageColor';
import { thin } from '$lib/charts/thin';
import { timeTicks } from '$lib/charts/timeTicks';

describe('thin', () => {
	it('leaves short curves alone', () => {
		const points = [
			{ x: 0, y: 1 },
			{ x: 1, y: 2 }
		];
		expect(thin(points, 2)).toBe(points);
	});

	it('keeps the extremes of every slice, in order, within the limit', () => {
		const points = Array.from({ length: 5000 }, (_, x) => ({ x, y: Math.sin(x / 7) * x }));
		const kept = thin(points, 400);
		expect(kept.length).toBeLessThanOrEqual(400);
		expect(kept.length).toBeGreaterThan(300);
		expect(kept.every((point, index) => index === 0 || point.x > kept[index - 1]!.x)).toBe(true);
		const highest = (all: readonly { y: number }[]) => Math.max(...all.map(({ y }) => y));
		expect(highest(kept)).toBe(highest(points));
	});

	it('copes with many points at one x', () => {
		const points = Array.from({ length: 100 }, (_, y) => ({ x: 3, y }));
		expect(thin(points, 10)).toEqual([
			{ x: 3, y: 0 },
			{ x: 3, y: 99 }
		]);
	});
});

describe('chartScales', () => {
	const margin = { top: 10, right: 20, bottom: 30, left: 40 };

	it('puts the domain between the margins', () => {
		const { x, y } = chartScales({ width: 500, height: 200 }, margin, { x: [0, 100], y: [0, 1] });
		expect([x(0), x(100)]).toEqual([40, 480]);
		expect([y(0), y(1)]).toEqual([170, 10]);
	});

	it('may be logarithmic in x', () => {
		const domain = { x: [1, 100], y: [0, 1] } as const;
		const { x } = chartScales({ width: 500, height: 200 }, margin, domain, 'linear', 'log');
		expect([x(1), x(10), x(100)].map(Math.round)).toEqual([40, 260, 480]);
	});

	it('survives a domain without extent and a chart without width', () => {
		const { x, right } = chartScales({ width: 0, height: 200 }, margin, { x: [5, 5], y: [0, 1] });
		expect(Number.isFinite(x(5))).toBe(true);
		expect(right).toBeGreaterThan(margin.left);
	});
});

describe('logTicks', () => {
	it('are 1, 2 and 5 times powers of ten, ends included', () => {
		expect(logTicks([0.6, 240])).toEqual([1, 2, 5, 10, 20, 50, 100, 200]);
		expect(logTicks([0.1, 0.5])).toEqual([0.1, 0.2, 0.5]);
		expect(logTicks([3, 4])).toEqual([]);
	});
});

describe('timeTicks', () => {
	it.each([
		[10_000, 6, 2000, 10_000],
		[61_000, 6, 15_000, 75_000],
		[250_000, 6, 60_000, 300_000],
		[7_200_000, 6, 1_800_000, 7_200_000]
	])('%d ms in about %d ticks', (ms, count, step, end) => {
		const ticks = timeTicks(ms, count);
		expect(ticks[1]).toBe(step);
		expect(ticks.at(-1)).toBe(end);
	});

	it('never ends before what it must hold', () => {
		for (let ms = 1; ms < 1e9; ms *= 3) expect(timeTicks(ms, 6).at(-1)).toBeGreaterThanOrEqual(ms);
	});
});

describe('stageColor', () => {
	it('runs from the first token to the last, whatever the number of stages', () => {
		expect(stageColor(0, 4)).toBe('var(--stage-0)');
		expect(stageColor(1, 4)).toBe('var(--stage-1)');
		expect(stageColor(3, 4)).toBe('var(--stage-3)');
		expect(stageColor(0, 1)).toBe('var(--stage-3)');
		expect(stageColor(1, 3)).toContain('color-mix');
	});
});
