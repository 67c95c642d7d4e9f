import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm } from '$lib/engine/wasm/open';
import type { TrainEvent } from '$lib/recipe/events';
import { train } from '$lib/recipe/loop';
import { collect, only, smallConfig, smallExecutor, somePhotos, ticking } from './smallRun';
import { stagePlan, unregularised } from '$lib/recipe/schedule';

const dataset = somePhotos(12, 6);

describe('training loop on a real executor', () => {
	it('tells of stages, steps and judgements in order', async () => {
		const executor = await smallExecutor();
		const evaluation = { everySteps: 2, images: 4 };
		const clock = ticking();
		const events = await collect(train({ executor, config: smallConfig, dataset, clock, evaluation }));
		executor.dispose();

		expect(only(events, 'stage').map(({ size, dropout, from, to }) => [size, dropout, from, to])).toEqual([
			[8, 0.1, 0, 3],
			[10, 0.3, 3, 6]
		]);
		const steps = only(events, 'step');
		expect(steps.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(steps.map(({ stage }) => stage)).toEqual([0, 0, 0, 1, 1, 1]);
		expect(steps.map(({ epoch }) => Number(epoch.toFixed(3)))).toEqual([0.333, 0.667, 1, 1.333, 1.667, 2]);
		expect(steps[0]?.learningRate).toBe(0);
		expect(steps[3]?.learningRate).toBeCloseTo(0.025, 12);
		for (const { loss, gradientNorm, images } of steps) {
			expect(loss).toBeGreaterThan(0);
			expect(gradientNorm).toBeGreaterThan(0);
			expect(images).toBe(4);
		}
		const judged = only(events, 'evaluation').map(({ step, size, images, final }) => [
			step,
			size,
			images,
			final
		]);
		expect(judged).toEqual([
			[2, 8, 4, false],
			[2, 10, 4, false],
			[3, 8, 4, false],
			[3, 10, 4, false],
			[4, 10, 4, false],
			[6, 10, 6, true]
		]);
		expect(events.at(-1)).toMatchObject({ type: 'end', steps: 6 });
	});

	it('learns: the loss on a few images falls', async () => {
		const config = { ...smallConfig, cropPadding: 0, flip: false, labelSmoothing: 0 };
		const stages = [{ ...unregularised, size: 12, epochs: 12 }];
		const few = somePhotos(4, 4);
		const executor = await smallExecutor(config);
		const events = await collect(
			train({ executor, config: { ...config, stages }, dataset: few, clock: ticking() })
		);
		executor.dispose();
		const losses = only(events, 'step').map(({ loss }) => loss);
		expect(losses.length).toBe(12);
		expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] ?? NaN));
	});

	it('leaves nothing behind when it is stopped in the middle or runs to its end', async () => {
		const before = memory().numTensors;
		const executor = await smallExecutor();
		const options = { executor, config: smallConfig, dataset, evaluation: { everySteps: 1, images: 2 } };
		// New weights drop what the executor itself keeps to evaluate the old ones faster.
		const held = async () => {
			executor.writeState(await executor.readState());
			return memory().numTensors;
		};
		await collect(train({ ...options, clock: ticking() }));
		const idle = await held();
		for (const type of ['stage', 'step', 'evaluation', 'none']) {
			for await (const event of train({ ...options, clock: ticking() })) if (event.type === type) break;
			expect(await held()).toBe(idle);
		}
		executor.dispose();
		expect(memory().numTensors).toBe(before);
	});

	it('goes back to the last good state when the loss is no longer a number', async () => {
		const learningRate = {
			...smallConfig.learningRate,
			schedule: 'constant' as const,
			peak: 1e30,
			warmupEpochs: 0
		};
		const config = { ...smallConfig, learningRate };
		const executor = await smallExecutor(config);
		const initial = await executor.readParameters();
		const events = await collect(train({ executor, config, dataset, clock: ticking() }));
		expect(events.at(-1)).toMatchObject({ type: 'diverged' });
		for (const { loss } of only(events, 'step')) expect(Number.isFinite(loss)).toBe(true);
		expect(await executor.readParameters()).toEqual(initial);
		executor.dispose();
	});

	it('judges the moving average beside the weights', async () => {
		const config = {
			...smallConfig,
			emaDecay: 0.9,
			evalSize: 12,
			stages: [{ ...unregularised, size: 8, epochs: 1 }]
		};
		const executor = await smallExecutor(config);
		const events = await collect(train({ executor, config, dataset, clock: ticking() }));
		executor.dispose();
		const judged = only(events, 'evaluation').map(({ weights, size, final }) => [weights, size, final]);
		expect(judged).toEqual([
			['parameters', 12, true],
			['ema', 12, true]
		]);
	});

	it('judges at further sizes at the end, with what was taken for what', async () => {
		const config = {
			...smallConfig,
			emaDecay: 0.9,
			testSizes: [12, 8, 12],
			stages: [{ ...unregularised, size: 8, epochs: 1 }]
		};
		const executor = await smallExecutor(config);
		const evaluation = { everySteps: 1, images: 4 };
		const events = await collect(train({ executor, config, dataset, clock: ticking(), evaluation }));
		executor.dispose();
		const judged = only(events, 'evaluation');
		const final = judged.filter((event) => event.final);
		expect(final.map(({ weights, size }) => [weights, size])).toEqual([
			['parameters', 8],
			['ema', 8],
			['parameters', 12],
			['ema', 12]
		]);
		for (const { confusion, correct } of final) {
			const rows = Array.from({ length: 10 }, (_, label) => confusion?.subarray(10 * label, 10 * label + 10));
			const sums = rows.map((row) => row?.reduce((sum, answers) => sum + answers, 0));
			const labels = [...dataset.test.labels];
			expect(sums).toEqual(rows.map((_, label) => labels.filter((each) => each === label).length));
			expect(rows.reduce((sum, row, label) => sum + (row?.[label] ?? 0), 0)).toBe(correct);
		}
		expect(judged.filter((event) => !event.final).every((event) => !('confusion' in event))).toBe(true);
	});
});

describe('random order', () => {
	const config = { ...smallConfig, order: 'random' as const, emaDecay: 0.9 };
	const planned = stagePlan(config, 3);
	const drawn = [0, 1, 2, 3, 4, 5].map((step) => planned.stageAt(step));

	it('goes from stage to stage as it is drawn, and judges at the final size', async () => {
		expect(new Set(drawn.map(({ size }) => size))).toEqual(new Set([8, 10]));
		const executor = await smallExecutor(config);
		const evaluation = { everySteps: 3, images: 4 };
		const events = await collect(train({ executor, config, dataset, clock: ticking(), evaluation }));
		executor.dispose();
		expect(events.slice(0, 2)).toMatchObject([
			{ type: 'stage', stage: 0, size: 8, dropout: 0.1, from: 0, to: 6, share: 0.5 },
			{ type: 'stage', stage: 1, size: 10, dropout: 0.3, from: 0, to: 6, share: 0.5 }
		]);
		const steps = only(events, 'step');
		expect(steps.map(({ step, stage }) => [step, stage])).toEqual(
			drawn.map(({ stage }, step) => [step, stage])
		);
		const judged = only(events, 'evaluation').map(({ step, stage, size, final }) => [
			step,
			stage,
			size,
			final
		]);
		expect(judged).toEqual([
			[3, 1, 10, false],
			[6, 1, 10, true],
			[6, 1, 10, true]
		]);
	});

	it('leaves nothing behind, wherever it is stopped', async () => {
		const before = memory().numTensors;
		const executor = await smallExecutor(config);
		const held = async () => {
			executor.writeState(await executor.readState());
			return memory().numTensors;
		};
		await collect(train({ executor, config, dataset, clock: ticking() }));
		const idle = await held();
		for (const type of ['stage', 'step']) {
			for await (const event of train({ executor, config, dataset, clock: ticking() })) {
				if (event.type === type) break;
			}
			expect(await held()).toBe(idle);
		}
		executor.dispose();
		expect(memory().numTensors).toBe(before);
	});
});

describe('a run that cannot begin', () => {
	const begin = async (change: object, position = 0) => {
		const executor = await smallExecutor();
		const config = { ...smallConfig, ...change };
		const events = train({ executor, config, dataset, clock: ticking(), position });
		return collect(events).finally(() => executor.dispose());
	};

	it('is refused when the images do not fill a batch', async () => {
		await expect(begin({ batch: 32 })).rejects.toThrow(
			'The training split has 12 images, fewer than one batch of 32: choose a smaller batch.'
		);
	});

	it('is refused before the first step where a later stage does not fit, with what would', async () => {
		const engine = await openWasm(nodeKernels, 1, 300);
		const [first, second] = smallConfig.stages;
		const config = { ...smallConfig, stages: [first!, { ...second!, size: 512 }] };
		const executor = await smallExecutor(config, engine);
		const events: TrainEvent[] = [];
		const training = async () => {
			for await (const event of train({ executor, config, dataset, clock: ticking() })) events.push(event);
		};
		await expect(training()).rejects.toThrow(/^A step of 4 at 512 px does not fit .* at \d+ px it would\.$/);
		expect(events).toEqual([]);
		// The executor is none the worse for it.
		const left = train({ executor, config: smallConfig, dataset, clock: ticking() });
		expect(only(await collect(left), 'end')).toHaveLength(1);
		executor.dispose();
		engine.close();
	});

	it('is refused past its end', async () => {
		await expect(begin({}, 7)).rejects.toThrow('The run has 6 steps; it cannot go on from step 7.');
	});
});
