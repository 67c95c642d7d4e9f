import { describe, expect, it } from 'vitest';
import {
	atFixedSize,
	byAlgorithm1,
	modeOf,
	withAddedStage,
	withBorder,
	withoutStage,
	withStage
} from '$lib/figures/schedule/edit';
import { scheduleLayout } from '$lib/figures/schedule/layout';
import { priceOf } from '$lib/figures/schedule/price';
import { shownTracks, trackNames, trackRules } from '$lib/figures/schedule/tracks';
import { sameStages, stageBars, totalEpochs } from '$lib/figures/schedule/view';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant } from '$lib/model/variants';
import { unregularised } from '$lib/recipe/schedule';

const stage = (size: number, epochs: number, dropout: number) => ({
	...unregularised,
	size,
	epochs,
	dropout
});
const stages = [stage(16, 2, 0.1), stage(24, 3, 0.2), stage(32, 1, 0.3)];
const even = byAlgorithm1(stages);

describe('the schedule figure', () => {
	it('lays the stages end to end', () => {
		expect(stageBars(stages).map(({ from, to }) => [from, to])).toEqual([
			[0, 2],
			[2, 5],
			[5, 6]
		]);
		expect(totalEpochs(stages)).toBe(6);
	});

	it('has a line for the paper’s regularisers and for every other that is used', () => {
		expect(shownTracks(stages)).toEqual(['dropout', 'randaugment', 'mixup']);
		expect(shownTracks([{ ...stages[0]!, dropPath: 0.1 }])).toEqual([
			'dropout',
			'randaugment',
			'mixup',
			'dropPath'
		]);
		const bars = stageBars(stages.map((one) => ({ ...one, randaugment: 30, mixup: 2 })));
		const { tracks, height, barsBottom } = scheduleLayout(bars, trackNames, 500);
		for (const { name, top, bottom, y, perPixel } of tracks) {
			expect(top).toBeGreaterThan(barsBottom);
			expect(bottom).toBeLessThan(height);
			const strongest = Math.max(trackRules[name].scale, ...bars.map((bar) => bar[name]));
			expect([y(0), y(strongest)]).toEqual([bottom, top]);
			expect(perPixel * (bottom - top)).toBeCloseTo(strongest, 9);
		}
	});

	it('moves a border without changing the whole or the other stages', () => {
		const moved = withBorder(stages, 0, 3.5);
		expect(moved.map(({ epochs }) => epochs)).toEqual([3.5, 1.5, 1]);
		expect(withBorder(stages, 1, 4.5).map(({ epochs }) => epochs)).toEqual([2, 2.5, 1.5]);
	});

	it('interpolates by Algorithm 1, and from half the size where there is one stage', () => {
		expect(even.map(({ size, epochs }) => [size, epochs])).toEqual([
			[16, 2],
			[24, 2],
			[32, 2]
		]);
		const grown = byAlgorithm1(atFixedSize([{ ...stages[2]!, randaugment: 15, mixup: 0.2 }]));
		expect(grown.map(({ size }) => size)).toEqual([16, 21, 27, 32]);
		expect(grown.map(({ randaugment }) => Number(randaugment.toFixed(2)))).toEqual([5, 8.33, 11.67, 15]);
		expect([grown[0]!.mixup, grown[3]!.mixup]).toEqual([0, 0.2]);
	});

	it('lets the stages between the ends follow them, until one is changed by itself', () => {
		expect(modeOf(even)).toBe('ends');
		expect(modeOf(stages)).toBe('free');
		const larger = withStage(even, 2, { size: 48, mixup: 0.4 }, 'ends');
		expect(larger.map(({ size }) => size)).toEqual([16, 32, 48]);
		expect(larger.map(({ mixup }) => mixup)).toEqual([0, 0.2, 0.4]);
		expect(modeOf(larger)).toBe('ends');
		expect(withStage(even, 2, { size: 48 }, 'free').map(({ size }) => size)).toEqual([16, 24, 48]);
		expect(modeOf(withStage(even, 1, { size: 20 }, 'ends'))).toBe('free');
		expect(withStage(even, 0, { epochs: 3 }, 'ends').map(({ epochs }) => epochs)).toEqual([3, 2, 2]);
	});

	it('adds, removes and fixes stages', () => {
		expect(withAddedStage(stages, 'free').map(({ size }) => size)).toEqual([16, 24, 32, 32]);
		expect(withAddedStage(even, 'ends').map(({ size, epochs }) => [size, epochs])).toEqual([
			[16, 1.5],
			[21, 1.5],
			[27, 1.5],
			[32, 1.5]
		]);
		expect(withoutStage(stages, 1, 'free').map(({ size }) => size)).toEqual([16, 32]);
		expect(withoutStage(even, 0, 'ends').map(({ size, epochs }) => [size, epochs])).toEqual([
			[24, 3],
			[32, 3]
		]);
		expect(atFixedSize(stages)).toEqual([stage(32, 6, 0.3)]);
	});

	it('knows the same stages again', () => {
		expect(sameStages(stages, structuredClone(stages))).toBe(true);
		expect(sameStages(stages, withBorder(stages, 0, 2.1))).toBe(false);
		expect(sameStages(stages, withStage(stages, 1, { cutmix: 0.1 }, 'free'))).toBe(false);
		expect(sameStages(stages, withoutStage(stages, 2, 'free'))).toBe(false);
	});
});

describe('the price of a schedule', () => {
	it('counts multiply-adds forward and back, against as many epochs at the last size', () => {
		const price = priceOf(stages, 100, (size) => size ** 2, null);
		const spent = 3 * 100 * (2 * 256 + 3 * 576 + 1024);
		expect(price.macs).toBe(spent);
		expect(price.stages.map(({ macs }) => macs)).toEqual([153_600, 518_400, 307_200]);
		expect(price.againstFixed).toBeCloseTo(spent / (3 * 100 * 6 * 1024), 12);
		expect([price.ms, price.stages[0]!.ms]).toEqual([null, null]);
	});

	it('is about half for the paper’s schedule on a small network', () => {
		const graph = buildGraph(findVariant('v2-nano')!);
		const { againstFixed } = priceOf(stages, 100, (size) => countGraph(graph, size).macs, null);
		expect(againstFixed).toBeGreaterThan(0.45);
		expect(againstFixed).toBeLessThan(0.65);
	});

	it('takes the time of every stage at its own size', () => {
		const price = priceOf(
			stages,
			100,
			(size) => size,
			(size) => size / 10
		);
		expect(price.stages.map(({ ms }) => ms)).toEqual([320, 720, 320]);
		expect(price.ms).toBe(1360);
	});
});
