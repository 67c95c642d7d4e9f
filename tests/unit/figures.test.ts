import { describe, expect, it } from 'vitest';
import { lastBy, lossTop, splitEvaluations, stageBands, trainingLine } from '$lib/figures/curves/curves';
import { drawStages } from '$lib/figures/network/drawing';
import {
	atFixedSize,
	byAlgorithm1,
	withAddedStage,
	withBorder,
	withoutStage
} from '$lib/figures/schedule/edit';
import { relativeCost, sameStages, stageBars, totalEpochs } from '$lib/figures/schedule/view';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant, variantNames } from '$lib/model/variants';
import type { EvaluationPoint } from '$lib/state/record.svelte';
import type { SeriesPoint } from '$lib/state/series';
import { unregularised } from '$lib/recipe/schedule';

const stages = [
	{ ...unregularised, size: 16, epochs: 2, dropout: 0.1 },
	{ ...unregularised, size: 24, epochs: 3, dropout: 0.2 },
	{ ...unregularised, size: 32, epochs: 1, dropout: 0.3 }
];

describe('the schedule figure', () => {
	it('lays the stages end to end', () => {
		expect(stageBars(stages).map(({ from, to }) => [from, to])).toEqual([
			[0, 2],
			[2, 5],
			[5, 6]
		]);
		expect(totalEpochs(stages)).toBe(6);
	});

	it('counts the cost against as many epochs at the last size', () => {
		expect(relativeCost(stages, (size) => size ** 2)).toBeCloseTo(
			(2 * 256 + 3 * 576 + 1024) / (6 * 1024),
			12
		);
		const graph = buildGraph(findVariant('v2-nano')!);
		const cost = relativeCost(stages, (size) => countGraph(graph, size).macs);
		expect(cost).toBeGreaterThan(0.45);
		expect(cost).toBeLessThan(0.65);
	});

	it('moves a border without changing the whole or the other stages', () => {
		const moved = withBorder(stages, 0, 3.5);
		expect(moved.map(({ epochs }) => epochs)).toEqual([3.5, 1.5, 1]);
		expect(withBorder(stages, 1, 4.5).map(({ epochs }) => epochs)).toEqual([2, 2.5, 1.5]);
	});

	it('interpolates by Algorithm 1, and from half the size where there is one stage', () => {
		expect(byAlgorithm1(stages).map(({ size, epochs }) => [size, epochs])).toEqual([
			[16, 2],
			[24, 2],
			[32, 2]
		]);
		expect(byAlgorithm1(atFixedSize(stages)).map(({ size }) => size)).toEqual([16, 21, 27, 32]);
		const strong = {
			size: 32,
			epochs: 4,
			dropout: 0.3,
			randaugment: 15,
			mixup: 0.2,
			cutmix: 0.4,
			dropPath: 0.2
		};
		expect(byAlgorithm1([strong])[0]).toEqual({
			size: 16,
			epochs: 1,
			dropout: 0.1,
			randaugment: 5,
			mixup: 0,
			cutmix: 0,
			dropPath: 0.2
		});
		expect(byAlgorithm1([strong])[3]).toEqual({ ...strong, epochs: 1 });
	});

	it('adds, removes and fixes stages', () => {
		expect(withAddedStage(stages).map(({ size }) => size)).toEqual([16, 24, 32, 32]);
		expect(withoutStage(stages, 1).map(({ size }) => size)).toEqual([16, 32]);
		expect(atFixedSize(stages)).toEqual([{ ...unregularised, size: 32, epochs: 6, dropout: 0.3 }]);
	});

	it('knows the same stages again', () => {
		expect(sameStages(stages, structuredClone(stages))).toBe(true);
		expect(sameStages(stages, withBorder(stages, 0, 2.1))).toBe(false);
		expect(sameStages(stages, withoutStage(stages, 2))).toBe(false);
		expect(
			sameStages(
				stages,
				stages.map((stage) => ({ ...stage, mixup: 0.1 }))
			)
		).toBe(false);
	});
});

describe('the network drawing', () => {
	it.each(variantNames)('%s: every block of the table, sides and channels as counted', (name) => {
		const variant = findVariant(name)!;
		const drawn = drawStages(variant, variant.evalSize);
		const counted = countGraph(buildGraph(variant), variant.evalSize).stages;
		expect(drawn.map(({ blocks }) => blocks.length)).toEqual(variant.stages.map(({ layers }) => layers));
		for (const { stage, side, channels, blocks } of drawn) {
			const row = counted.find((candidate) => candidate.name === `stage${stage}`)!;
			expect([side, channels]).toEqual([row.outSize, row.outChannels]);
			expect(blocks.every(({ width, height }) => width > 0 && height >= 6 && height <= 96)).toBe(true);
		}
	});
});

describe('the curves', () => {
	const point = (step: number, loss: number): SeriesPoint => ({
		step,
		stage: 0,
		epoch: step / 10,
		trainMs: step * 100,
		loss,
		smoothLoss: loss,
		accuracy: 0.5,
		smoothAccuracy: 0.5,
		learningRate: 0.1
	});
	const evaluation = (step: number, stage: number, size: number, correct = 5): EvaluationPoint => ({
		step,
		stage,
		size,
		weights: 'parameters',
		correct,
		images: 10,
		loss: 1,
		final: false,
		trainMs: step * 100,
		accuracy: correct / 10
	});

	it('put a point after its step', () => {
		expect(trainingLine([point(0, 2), point(4, 1)], 'steps', ({ loss }) => loss)).toEqual([
			{ x: 1, y: 2 },
			{ x: 5, y: 1 }
		]);
		expect(trainingLine([point(4, 1)], 'time', ({ loss }) => loss)).toEqual([{ x: 400, y: 1 }]);
	});

	it('part the tests at the stage’s size from those at the final size, and leave averages out', () => {
		const all = [
			evaluation(10, 0, 16),
			evaluation(10, 0, 32, 1),
			evaluation(20, 1, 32),
			{ ...evaluation(20, 1, 32, 9), final: true },
			{ ...evaluation(20, 1, 32), weights: 'ema' as const }
		];
		const { own, final } = splitEvaluations(all, [16, 32]);
		expect(own.map(({ step, size, correct }) => [step, size, correct])).toEqual([
			[10, 16, 5],
			[20, 32, 9]
		]);
		expect(final.map(({ step, correct }) => [step, correct])).toEqual([
			[10, 1],
			[20, 9]
		]);
		expect(lastBy(own, 19)?.step).toBe(10);
		expect(lastBy(own, 5)).toBeNull();
	});

	it('shade all planned stages over steps, and over time those that have begun', () => {
		const plan = [
			{ size: 16, from: 0, to: 10 },
			{ size: 32, from: 10, to: 30 }
		];
		const begun = [
			{ ...unregularised, stage: 0, size: 16, from: 0, to: 10, share: 1, compileMs: 5, trainMs: 0 },
			{ ...unregularised, stage: 1, size: 32, from: 10, to: 30, share: 1, compileMs: 5, trainMs: 900 }
		];
		expect(stageBands(plan, [], 'steps', 0)).toHaveLength(2);
		expect(stageBands(plan, begun.slice(0, 1), 'time', 500)).toEqual([
			{ stage: 0, size: 16, from: 0, to: 500 }
		]);
		expect(stageBands(plan, begun, 'time', 1500).map(({ from, to }) => [from, to])).toEqual([
			[0, 900],
			[900, 1500]
		]);
	});

	it('leave room for the first losses but not for an explosion', () => {
		expect(lossTop([])).toBe(2.5);
		expect(lossTop([point(0, 3.1)])).toBe(3.5);
		expect(lossTop([point(0, 1e9)])).toBe(8);
	});
});
