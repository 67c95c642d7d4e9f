import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunConfig } from '$lib/recipe/config';
import { parseRunConfig } from '$lib/recipe/parse';
import { presetRun } from '$lib/recipe/presets';
import { runConfigFrom } from '../../../src/cli/runConfig';
import { lab, labJson, photosFolder } from './labRun';
import { unregularised } from '$lib/recipe/schedule';

const scratch = mkdtempSync(join(tmpdir(), 'lab-train-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = (name: string) => join(scratch, name);

const few = [
	'--data',
	photosFolder,
	'--limit-train',
	12,
	'--limit-test',
	6,
	'--batch',
	4,
	'--engine',
	'tfjs-cpu'
];
const short = ['train', '--model', 'v2-pico', ...few, '--sizes', '8,10', '--epochs', 2, '--dropout', 0.2];
const files = ['checkpoint.safetensors', 'metrics.csv', 'run.json'];
/** A digest of each file of a run. */
const bytesOf = (run: string) =>
	files.map((name) =>
		createHash('sha256')
			.update(readFileSync(join(folder(run), name)))
			.digest('hex')
	);

describe('lab train', () => {
	it('trains on a folder of CIFAR binaries and tells what it did', async () => {
		const result = await labJson(...short, '--ema', 0.9);
		expect(result).toMatchObject({ epochs: 2, steps: 6, engine: 'tfjs-cpu', out: null });
		const { accuracy, emaAccuracy, loss, seconds, imagesPerSecond, stages } = result as Record<
			string,
			number
		> & {
			stages: Record<string, number>[];
		};
		for (const share of [accuracy, emaAccuracy]) expect([0, 1, 2, 3, 4, 5, 6]).toContain(6 * (share ?? NaN));
		expect(loss).toBeGreaterThan(0);
		expect((imagesPerSecond ?? NaN) * (seconds ?? NaN)).toBeCloseTo(24, 6);
		const off = { randaugment: 0, mixup: 0, cutmix: 0, dropPath: 0 };
		expect(stages).toMatchObject([
			{ size: 8, steps: 3, dropout: 0.2, ...off },
			{ size: 10, steps: 3, dropout: 0.2, ...off }
		]);
		for (const stage of stages) expect(stage.imagesPerSecond).toBeGreaterThan(0);
		expect(stages.map(({ switchMs }) => switchMs)).toEqual([null, expect.any(Number)]);
	});

	it('tells of every regulariser by stage, of classes, and of a judgement at a larger size', async () => {
		const strong = ['--randaugment', '5,10', '--mixup', '0,0.2', '--cutmix', 0.1, '--drop-path', 0.1];
		const result = (await labJson(...short, ...strong, '--order', 'random', '--test-sizes', 12)) as {
			accuracy: number;
			classAccuracy: (number | null)[];
			confusion: number[][];
			testSizes: { size: number; accuracy: number }[];
			stages: { steps: number }[];
		};
		expect(result.stages).toMatchObject([
			{ size: 8, randaugment: 5, mixup: 0, cutmix: 0.1, dropPath: 0.1 },
			{ size: 10, randaugment: 10, mixup: 0.2, cutmix: 0.1, dropPath: 0.1 }
		]);
		expect(result.stages.reduce((sum, { steps }) => sum + steps, 0)).toBe(6);
		expect(result.confusion.flat().reduce((sum, images) => sum + images, 0)).toBe(6);
		const right = result.confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0);
		expect(right / 6).toBeCloseTo(result.accuracy, 12);
		expect(result.classAccuracy.length).toBe(10);
		expect(result.testSizes).toMatchObject([{ size: 12, emaAccuracy: null }]);
	});

	it('gives the same bytes again, and after an interruption', async () => {
		for (const run of ['first', 'again', 'stopped'])
			await labJson(...short, '--ema', 0.9, '--out', folder(run));
		expect(bytesOf('again')).toEqual(bytesOf('first'));
		expect(readdirSync(folder('first')).sort()).toEqual(files);

		await stopInTheMiddle(folder('stopped'));
		expect(bytesOf('stopped')).not.toEqual(bytesOf('first'));
		const resumed = await labJson('train', '--resume', folder('stopped'), '--engine', 'tfjs-cpu');
		expect(bytesOf('stopped')).toEqual(bytesOf('first'));
		const here = ['--engine', 'tfjs-cpu', '--threads', 1];
		const done = await labJson('train', '--resume', folder('first'), ...here);
		const outcome = ({ accuracy, emaAccuracy, loss }: Record<string, unknown>) => ({
			accuracy,
			emaAccuracy,
			loss
		});
		expect(outcome(resumed as Record<string, unknown>)).toEqual(outcome(done as Record<string, unknown>));
		expect(bytesOf('first')).toEqual(bytesOf('again'));
	});

	it('keeps the weights where other commands can load them', async () => {
		await labJson(...short, '--out', folder('weights'));
		const weights = join(folder('weights'), 'checkpoint.safetensors');
		const shape = ['--model', 'v2-pico', '--size', 8, '--batch', 1, '--engine', 'tfjs-cpu'];
		const trained = await labJson('forward', ...shape, '--weights', weights);
		const initial = await labJson('forward', ...shape);
		expect(trained).not.toEqual(initial);
	});

	it('refuses a damaged checkpoint and a changed configuration', async () => {
		await labJson(...short, '--out', folder('damaged'));
		const path = join(folder('damaged'), 'run.json');
		const config = JSON.parse(readFileSync(path, 'utf8')) as RunConfig;
		writeFileSync(path, JSON.stringify({ ...config, seed: 9 }));
		const changed = await lab('train', '--resume', folder('damaged'));
		const named = join(folder('damaged'), 'checkpoint.safetensors');
		expect(changed).toMatchObject({ exitCode: 2, out: '' });
		expect(changed.err).toBe(`${named}: The checkpoint is of another run: its "seed" differs.\n`);
		writeFileSync(path, JSON.stringify(config));
		writeFileSync(named, readFileSync(named).subarray(0, -40));
		const cut = await lab('train', '--resume', folder('damaged'));
		expect(cut).toMatchObject({ exitCode: 2, out: '' });
		expect(cut.err).toContain(`${named}: This is not a sound safetensors file`);
	});

	it('ends with status 1 when the loss is no longer a number, the files as they were', async () => {
		const run = [...short, '--learning-rate', 1e30, '--warmup-epochs', 0, '--schedule', 'constant'];
		const { exitCode, out, err } = await lab(...run, '--out', folder('diverged'), '--json');
		expect(exitCode).toBe(1);
		expect(out).toBe('');
		expect(err).toContain('The loss was no longer a number at step');
		expect(existsSync(join(folder('diverged'), 'checkpoint.safetensors'))).toBe(false);
	});
});

/** Trains the run of `short` with an average into a folder, stopped by the user in its third or fourth step. */
async function stopInTheMiddle(run: string): Promise<void> {
	const { train } = await import('$lib/recipe/loop');
	const { Recorder } = await import('../../../src/cli/recorder');
	const { prepareNew } = await import('../../../src/cli/prepare');
	const { planFor } = await import('$lib/recipe/run');
	const { metricsHeader } = await import('$lib/recipe/metricsCsv');
	const { smallExecutor } = await import('../recipe/smallRun');
	const options = {
		model: 'v2-pico',
		data: photosFolder,
		limitTrain: 12,
		limitTest: 6,
		batch: 4,
		sizes: [8, 10],
		epochs: 2,
		dropout: [0.2],
		ema: 0.9,
		engine: 'tfjs-cpu',
		adapter: 'auto',
		threads: 1,
		out: run
	} as const;
	const { identity, dataset } = await prepareNew(options);
	const { config } = identity;
	const plan = planFor(config, dataset.train.count);
	const clock = () => 0;
	const recorder = new Recorder({ run: identity, plan, folder: run, metrics: metricsHeader, clock });
	const executor = await smallExecutor(config);
	const evaluation = { everySteps: plan.stepsPerEpoch, images: 200 };
	try {
		for await (const event of train({ executor, config, dataset, clock, evaluation, saver: recorder })) {
			recorder.note(event);
			if (event.type === 'step' && event.step === 2) recorder.stop();
		}
	} catch (error) {
		if (!(error instanceof Error) || error.name !== 'Interrupted') throw error;
		expect(error.message).toMatch(/^Stopped after [34] of 6 steps; go on with --resume /);
	} finally {
		executor.dispose();
	}
}

describe('the run of a command line', () => {
	it('has the defaults of the help', async () => {
		const config = await runConfigFrom({});
		expect(parseRunConfig(config)).toEqual(config);
		expect(config.stages.map(({ size, epochs, dropout }) => [size, epochs, dropout])).toEqual([
			[16, 2, 0],
			[21, 2, 0],
			[27, 2, 0],
			[32, 2, 0]
		]);
		expect(config).toMatchObject({ model: 'v2-nano', batch: 32, weightDecay: 5e-4, labelSmoothing: 0.1 });
	});

	it('takes one value for all stages and splits the epochs evenly', async () => {
		const { stages } = await runConfigFrom({ sizes: [16, 20, 24], dropout: [0.3], epochs: 4.5 });
		expect(stages.map(({ size, epochs, dropout }) => [size, epochs, dropout])).toEqual([
			[16, 1.5, 0.3],
			[20, 1.5, 0.3],
			[24, 1.5, 0.3]
		]);
		expect((await runConfigFrom({ sizes: [24], epochs: 10 })).stages).toEqual([
			{ ...unregularised, size: 24, epochs: 10 }
		]);
	});

	it('changes a configuration file where options say so', async () => {
		const path = join(scratch, 'run.json');
		const base = await runConfigFrom({ sizes: [16, 24], dropout: [0.1, 0.2], epochs: 3, seed: 4 });
		const uneven = base.stages.map((stage, i) => ({ ...stage, epochs: 1 + i }));
		writeFileSync(path, JSON.stringify({ ...base, stages: uneven }));
		expect(await runConfigFrom({ config: path })).toEqual({ ...base, stages: uneven });
		const changed = await runConfigFrom({ config: path, sizes: [20], optimizer: 'adamw', limitTrain: 100 });
		expect(changed.stages).toEqual([
			{ ...unregularised, size: 20, epochs: 1, dropout: 0.1 },
			{ ...unregularised, size: 20, epochs: 2, dropout: 0.2 }
		]);
		expect(changed).toMatchObject({
			seed: 4,
			optimizer: { kind: 'adamw' },
			weightDecay: 0.05,
			data: { kind: 'procedural', train: 100 }
		});
		expect(changed.learningRate.peak).toBe(0.001);
	});

	it('takes a list, or one value for all stages, of everything that goes by stage', async () => {
		const { stages, ...run } = await runConfigFrom({
			sizes: [16, 24, 32],
			epochs: 3,
			dropout: [0.1, 0.2, 0.3],
			randaugment: [5, 10, 15],
			mixup: [0, 0.1, 0.2],
			cutmix: [0.4],
			dropPath: [0, 0.1, 0.2],
			order: 'random',
			randaugmentLayers: 1,
			interpolation: 'bilinear',
			testSizes: [36]
		});
		expect(stages).toEqual([
			{ size: 16, epochs: 1, dropout: 0.1, randaugment: 5, mixup: 0, cutmix: 0.4, dropPath: 0 },
			{ size: 24, epochs: 1, dropout: 0.2, randaugment: 10, mixup: 0.1, cutmix: 0.4, dropPath: 0.1 },
			{ size: 32, epochs: 1, dropout: 0.3, randaugment: 15, mixup: 0.2, cutmix: 0.4, dropPath: 0.2 }
		]);
		expect(run).toMatchObject({
			order: 'random',
			randaugmentLayers: 1,
			interpolation: 'bilinear',
			testSizes: [36]
		});
	});

	it('refuses lists that do not fit together', async () => {
		await expect(runConfigFrom({ sizes: [16, 24, 32], mixup: [0, 0.1] })).rejects.toThrow(
			'The run has 3 stages, but --mixup has 2 values: give one value, or one for each stage.'
		);
	});

	it('takes a preset, scaled to the size that is named, and changes it where options say so', async () => {
		const preset = presetRun('paper', { network: 'M', finalSize: 24, epochs: 6 });
		const asked = { preset: 'paper', presetOf: 'M', sizes: [24], epochs: 6 } as const;
		expect(await runConfigFrom(asked)).toMatchObject(preset);
		const changed = await runConfigFrom({ ...asked, mixup: [0.5], order: 'random' });
		expect(changed.order).toBe('random');
		expect(changed.stages).toEqual(preset.stages.map((stage) => ({ ...stage, mixup: 0.5 })));
		expect((await runConfigFrom({ preset: 'fixed' })).stages).toMatchObject([{ size: 32, epochs: 8 }]);
		await expect(runConfigFrom({ preset: 'paper', sizes: [16, 32] })).rejects.toThrow(
			'--preset makes the stages: give --sizes the size of the last one alone.'
		);
	});
});
