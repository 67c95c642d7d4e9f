import { describe, expect, it } from 'vitest';
import { emaDecay } from '$lib/recipe/ema';
import { learningRate } from '$lib/recipe/learningRate';
import { algorithm1, progressiveStages, stagePlan, stepsPerEpoch } from '$lib/recipe/schedule';
import type { LearningRateConfig } from '$lib/recipe/config';
import reference from '../../fixtures/recipe.json';

describe('algorithm 1', () => {
	it.each(Object.entries(reference.algorithm1))('interpolates %s as the paper does', (_, expected) => {
		const values = (row: (typeof expected)[number]) => ({
			imageSize: row.imageSize,
			randaugment: row.randaugment,
			mixup: row.mixup,
			dropout: row.dropout
		});
		const first = expected[0];
		const last = expected.at(-1);
		if (!first || !last) throw new Error('the fixture has no stages');
		const stages = algorithm1({ stages: expected.length, from: values(first), to: values(last) });
		for (const [index, row] of expected.entries()) {
			const ours = stages[index];
			// The fixture has nine significant digits.
			expect(ours?.imageSize).toBeCloseTo(row.imageSize, 5);
			expect(ours?.randaugment).toBeCloseTo(row.randaugment, 7);
			expect(ours?.mixup).toBeCloseTo(row.mixup, 8);
			expect(ours?.dropout).toBeCloseTo(row.dropout, 8);
		}
	});

	it('rounds sizes to whole pixels and splits the epochs', () => {
		const stages = progressiveStages({
			stages: 4,
			epochs: 10,
			from: { size: 16, dropout: 0.1 },
			to: { size: 32, dropout: 0.4 }
		});
		expect(stages).toEqual([
			{ size: 16, epochs: 2.5, dropout: 0.1 },
			{ size: 21, epochs: 2.5, dropout: 0.2 },
			{ size: 27, epochs: 2.5, dropout: 0.3 },
			{ size: 32, epochs: 2.5, dropout: 0.4 }
		]);
	});

	it('gives a single stage the last values', () => {
		expect(algorithm1({ stages: 1, from: { size: 16 }, to: { size: 32 } })).toEqual([{ size: 32 }]);
	});
});

describe('stage plan', () => {
	const stage = (epochs: number) => ({ size: 16, epochs, dropout: 0 });

	it.each(Object.entries(reference.official))(
		'ends the stages of %s where the released code does',
		(_, rows) => {
			const plan = stagePlan({ stages: rows.map(() => stage(87.5)) }, 1000 / 350);
			expect(plan.totalSteps).toBe(1000);
			expect(plan.stages.map(({ to }) => to)).toEqual(rows.map((row) => row.endsAtStepOf1000));
		}
	);

	it('joins the stages without gap or overlap when epochs are fractions', () => {
		const plan = stagePlan({ stages: [0.3, 0.3, 0.3, 1.7].map(stage) }, 31);
		expect(plan.totalSteps).toBe(81);
		expect(plan.stages.map(({ from, to }) => [from, to])).toEqual([
			[0, 9],
			[9, 18],
			[18, 28],
			[28, 81]
		]);
	});

	it('does not lose a step to rounding of thirds', () => {
		const plan = stagePlan({ stages: [0.3, 0.3, 0.3].map(stage) }, 100 / 3);
		expect(plan.stages.map(({ to }) => to)).toEqual([10, 20, 30]);
	});

	it('trains at least one step, in the last stage', () => {
		const plan = stagePlan({ stages: [stage(0.001), stage(0.001)] }, 10);
		expect(plan.stages.map(({ from, to }) => to - from)).toEqual([0, 1]);
	});

	it('drops the last short batch of an epoch', () => {
		expect(stepsPerEpoch(1000, 32)).toBe(31);
		expect(stepsPerEpoch(31, 32)).toBe(0);
	});
});

describe('learning rate', () => {
	const base: LearningRateConfig = {
		schedule: 'cosine',
		peak: 0.05,
		warmupEpochs: 0,
		minimum: 0,
		decay: 0.97,
		decayEpochs: 2.4
	};
	const pairs = (values: readonly (readonly number[])[]) =>
		values.map(([step, rate]) => [step ?? NaN, rate ?? NaN] as const);

	it.each(['exponential', 'exponentialSmall'] as const)('decays exponentially as %s', (name) => {
		const { peak, warmupEpochs, decay, decayEpochs, stepsPerEpoch, values } = reference[name];
		const config = { ...base, schedule: 'exponential' as const, peak, warmupEpochs, decay, decayEpochs };
		for (const [step, rate] of pairs(values)) {
			const ours = learningRate(config, step, { stepsPerEpoch, totalSteps: 1 });
			expect(Math.abs(ours - rate)).toBeLessThan(1e-8);
		}
	});

	it.each(['cosine', 'cosineSmall'] as const)('follows the cosine as %s', (name) => {
		const { peak, warmupEpochs, epochs, minimum, stepsPerEpoch, values } = reference[name];
		const config = { ...base, peak, warmupEpochs, minimum };
		const length = { stepsPerEpoch, totalSteps: epochs * stepsPerEpoch };
		for (const [step, rate] of pairs(values)) {
			expect(Math.abs(learningRate(config, step, length) - rate)).toBeLessThan(1e-8);
		}
	});

	it('stays constant after the warm-up', () => {
		const config = { ...base, schedule: 'constant' as const, warmupEpochs: 0.5 };
		const rates = [0, 1, 4, 5, 99].map((step) =>
			learningRate(config, step, { stepsPerEpoch: 10, totalSteps: 100 })
		);
		expect(rates).toEqual([0, 0.01, 0.04, 0.05, 0.05]);
	});
});

describe('decay of the moving average', () => {
	it.each([reference.emaDecay, reference.emaDecay99])('rises to $maximum', ({ maximum, values }) => {
		for (const [step, decay] of values) {
			expect(emaDecay(maximum, step ?? NaN)).toBeCloseTo(decay ?? NaN, 8);
		}
	});
});
