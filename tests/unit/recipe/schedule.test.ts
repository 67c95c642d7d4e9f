import { describe, expect, it } from 'vitest';
import { CounterStream } from '$lib/random/stream';
import { emaDecay } from '$lib/recipe/ema';
import { learningRate } from '$lib/recipe/learningRate';
import {
	algorithm1,
	progressiveStages,
	stagePlan,
	stepsByStage,
	stepsPerEpoch,
	unregularised
} from '$lib/recipe/schedule';
import type { RunPlan } from '$lib/recipe/plan';
import type { LearningRateConfig, StageConfig } from '$lib/recipe/config';
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
			from: { ...unregularised, size: 16, dropout: 0.1 },
			to: { ...unregularised, size: 32, dropout: 0.4 }
		});
		expect(stages).toEqual([
			{ ...unregularised, size: 16, epochs: 2.5, dropout: 0.1 },
			{ ...unregularised, size: 21, epochs: 2.5, dropout: 0.2 },
			{ ...unregularised, size: 27, epochs: 2.5, dropout: 0.3 },
			{ ...unregularised, size: 32, epochs: 2.5, dropout: 0.4 }
		]);
	});

	it('takes every regulariser along', () => {
		const from = { size: 16, dropout: 0.1, randaugment: 5, mixup: 0, cutmix: 0.1, dropPath: 0.2 };
		const to = { size: 32, dropout: 0.5, randaugment: 25, mixup: 0.4, cutmix: 0.5, dropPath: 0 };
		expect(progressiveStages({ stages: 3, epochs: 3, from, to })).toEqual([
			{ ...from, epochs: 1 },
			{ size: 24, epochs: 1, dropout: 0.3, randaugment: 15, mixup: 0.2, cutmix: 0.3, dropPath: 0.1 },
			{ ...to, epochs: 1 }
		]);
	});

	it('gives a single stage the last values', () => {
		expect(algorithm1({ stages: 1, from: { size: 16 }, to: { size: 32 } })).toEqual([{ size: 32 }]);
	});
});

describe('stage plan', () => {
	const stage = (epochs: number) => ({ ...unregularised, size: 16, epochs });
	const inTurn = (stages: StageConfig[], stepsPerEpoch: number) =>
		stagePlan({ stages, order: 'progressive', seed: 0 }, stepsPerEpoch);

	it.each(Object.entries(reference.official))(
		'ends the stages of %s where the released code does',
		(_, rows) => {
			const plan = inTurn(
				rows.map(() => stage(87.5)),
				1000 / 350
			);
			expect(plan.totalSteps).toBe(1000);
			expect(plan.stages.map(({ to }) => to)).toEqual(rows.map((row) => row.endsAtStepOf1000));
		}
	);

	it('joins the stages without gap or overlap when epochs are fractions', () => {
		const plan = inTurn([0.3, 0.3, 0.3, 1.7].map(stage), 31);
		expect(plan.totalSteps).toBe(81);
		expect(plan.stages.map(({ from, to }) => [from, to])).toEqual([
			[0, 9],
			[9, 18],
			[18, 28],
			[28, 81]
		]);
	});

	it('does not lose a step to rounding of thirds', () => {
		const plan = inTurn([0.3, 0.3, 0.3].map(stage), 100 / 3);
		expect(plan.stages.map(({ to }) => to)).toEqual([10, 20, 30]);
	});

	it('trains at least one step, in the last stage', () => {
		const plan = inTurn([stage(0.001), stage(0.001)], 10);
		expect(plan.stages.map(({ from, to }) => to - from)).toEqual([0, 1]);
	});

	it('gives every step its stage, and a stretch to each stage that has steps', () => {
		const plan = inTurn([0.001, 1, 2].map(stage), 3);
		expect(plan.stretches.map(({ from, to, judged }) => [from, to, judged.stage])).toEqual([
			[0, 3, 1],
			[3, 9, 2]
		]);
		const steps = Array.from({ length: plan.totalSteps }, (_, step) => plan.stageAt(step).stage);
		expect(steps).toEqual([1, 1, 1, 2, 2, 2, 2, 2, 2]);
		expect(stepsByStage(plan)).toEqual([0, 3, 6]);
		expect(() => plan.stageAt(9)).toThrow('the run has no step 9');
	});

	it('drops the last short batch of an epoch', () => {
		expect(stepsPerEpoch(1000, 32)).toBe(31);
		expect(stepsPerEpoch(31, 32)).toBe(0);
	});
});

describe('random order', () => {
	const stages = [16, 24, 32].map((size, i) => ({ ...unregularised, size, epochs: [1, 1, 2][i] ?? 0 }));
	const plan = stagePlan({ stages, order: 'random', seed: 7 }, 1000);
	const stagesOf = ({ stageAt, totalSteps }: RunPlan) =>
		Array.from({ length: totalSteps }, (_, step) => stageAt(step).stage);

	it('draws the stage of every step from its own stream, in proportion to the epochs', () => {
		const draws = new CounterStream(7, 'stage');
		const expected = Array.from({ length: 4000 }, (_, step) => {
			const drawn = draws.uniform(step);
			return drawn < 0.25 ? 0 : drawn < 0.5 ? 1 : 2;
		});
		expect(stagesOf(plan)).toEqual(expected);
		// Four standard deviations of a binomial count: √(4000 · ¼ · ¾) is 27, √(4000 · ½ · ½) 32.
		const [first = 0, second = 0, third = 0] = stepsByStage(plan);
		for (const count of [first, second]) expect(Math.abs(count - 1000)).toBeLessThan(110);
		expect(Math.abs(third - 2000)).toBeLessThan(130);
		expect(first + second + third).toBe(4000);
	});

	it('is one stretch with all stages', () => {
		expect(plan.stretches).toEqual([{ stages: plan.stages, judged: plan.stages[2], from: 0, to: 4000 }]);
		expect(plan.stages.map(({ from, to, share }) => [from, to, share])).toEqual([
			[0, 4000, 0.25],
			[0, 4000, 0.25],
			[0, 4000, 0.5]
		]);
	});

	it('is another one by another seed, and ends where the run does', () => {
		expect(stagesOf(stagePlan({ stages, order: 'random', seed: 8 }, 1000))).not.toEqual(stagesOf(plan));
		expect(() => plan.stageAt(4000)).toThrow('the run has no step 4000');
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

describe('one cycle', () => {
	const rate = (
		peak: number,
		minimum: number,
		warmupEpochs: number,
		stepsPerEpoch: number,
		totalSteps: number
	) => {
		const schedule = 'one-cycle' as const;
		const config = { schedule, peak, minimum, warmupEpochs, decay: 0.97, decayEpochs: 2.4 };
		return (step: number) => learningRate(config, step, { stepsPerEpoch, totalSteps });
	};

	// Computed in Python by the lines of torch.optim.lr_scheduler.OneCycleLR.get_lr (anneal_strategy "cos").
	it.each([
		[0, 0.004],
		[1, 0.004281378056590748],
		[7, 0.017152216387689725],
		[14, 0.04940133238789996],
		[28, 0.09971862194340926],
		[29, 0.1],
		[30, 0.09994965352845243],
		[50, 0.0793893450575732],
		[64, 0.0500002],
		[98, 5.07464715475788e-5],
		[99, 4e-7]
	])('is OneCycleLR(0.1, total_steps=100, pct_start=0.3) at step %i', (step, expected) => {
		expect(rate(0.1, 4e-7, 3, 10, 100)(step)).toBeCloseTo(expected, 12);
	});

	it.each([
		[0, 0.016],
		[1, 0.2814752190140972],
		[2, 0.3997117029454171],
		[3, 0.39647789972838465],
		[11, 0.2607949534116979],
		[25, 4e-5]
	])('is OneCycleLR(0.4, 26, pct_start=0.1, final_div_factor=400) at step %i', (step, expected) => {
		expect(rate(0.4, 4e-5, 0.2, 13, 26)(step)).toBeCloseTo(expected, 12);
	});

	it('begins at the peak without a warm-up, and stays finite in a run of one step', () => {
		expect([0, 1, 2].map(rate(0.2, 0, 0, 3, 3))).toEqual([0.2, expect.closeTo(0.1, 12), 0]);
		expect(rate(0.2, 0, 0, 1, 1)(0)).toBe(0.2);
		expect(rate(0.2, 0, 1, 1, 1)(0)).toBe(0.2);
	});
});

describe('decay of the moving average', () => {
	it.each([reference.emaDecay, reference.emaDecay99])('rises to $maximum', ({ maximum, values }) => {
		for (const [step, decay] of values) {
			expect(emaDecay(maximum, step ?? NaN)).toBeCloseTo(decay ?? NaN, 8);
		}
	});
});
