import { optimizerDefaults } from '$lib/recipe/optimizers';
import { Command } from 'commander';
import type { Executor, OptimizerSpec, StepMetrics, StepScalars } from '$lib/engine/executor';
import type { ParameterMap } from '$lib/model/parameters';
import { digests, shortDigest } from './digest';
import { openExecutor, withEngine, type EngineOptions } from './engine';
import { InputError } from './failure';
import { trajectoryBatch } from './formulaBatch';
import { networkFrom, withNetwork, type Network, type NetworkOptions } from './network';
import {
	learningRateOption,
	momentumOption,
	optimizerOption,
	weightDecayOption,
	withMomentum
} from './optimizer';
import { jsonOption, numberOption, sourceOption, type Source } from './options';
import { print, table, type Terminal } from './terminal';

interface Options extends NetworkOptions, EngineOptions {
	readonly steps: number;
	readonly batches: number;
	readonly optimizer: OptimizerSpec['kind'];
	readonly learningRate?: number;
	readonly momentum?: number;
	readonly weightDecay?: number;
	readonly clip?: number;
	readonly ema?: number;
	readonly labels?: Source;
}

/** Constant rates, no dropout, no drop path, no smoothing: what the reference trajectories have. */
function constantScalars(options: Options): Omit<StepScalars, 'step'> {
	const { learningRate, weightDecay } = optimizerDefaults[options.optimizer];
	return {
		learningRate: options.learningRate ?? learningRate,
		weightDecay: options.weightDecay ?? weightDecay,
		clipNorm: options.clip ?? null,
		dropout: 0,
		dropPath: 0,
		labelSmoothing: 0,
		emaDecay: options.ema ?? 0
	};
}

async function runSteps(executor: Executor, options: Options, network: Network): Promise<StepMetrics[]> {
	const { graph, size, batch, inputSeed } = network;
	const labels = options.labels?.kind === 'formula' ? options.labels.seed : inputSeed;
	const shape = { batch, size, classes: graph.options.classes };
	// Before the batches are made, which can be larger than all that a step needs.
	const step = await executor.compileTraining({ imageSize: size, batch });
	const batches = Array.from({ length: Math.min(options.batches, options.steps) }, (_, index) =>
		trajectoryBatch(index, { images: inputSeed, labels }, shape)
	);
	const scalars = constantScalars(options);
	const rows: StepMetrics[] = [];
	for (let at = 0; at < options.steps; at++) {
		const own = batches[at % batches.length];
		if (own) step.run(own, { ...scalars, step: at });
		rows.push(...(await step.metrics(1)));
	}
	rows.push(...(await step.metrics()));
	step.dispose();
	return rows;
}

async function trajectory(options: Options) {
	if (options.input?.kind === 'files') {
		throw new InputError('lab trajectory trains on formula batches: --input takes formula:SEED here.');
	}
	const network = await networkFrom(options);
	const { graph, parameters } = network;
	const optimizer = withMomentum(optimizerDefaults[options.optimizer].spec, options.momentum);
	const ema = options.ema !== undefined;
	const { executor, close } = await openExecutor(options, graph, { optimizer, ema });
	try {
		executor.writeParameters(parameters);
		const rows = await runSteps(executor, options, network);
		const after = await executor.readParameters();
		const average = ema ? await executor.readParameters('ema') : new Map<string, Float32Array>();
		const digest = (values: Float32Array) => shortDigest(values, 4);
		const of = (trainable: boolean): ParameterMap => {
			const specs = graph.parameters.filter((spec) => spec.trainable === trainable);
			return new Map(specs.map(({ name }) => [name, after.get(name) ?? new Float32Array()]));
		};
		return {
			steps: rows.map(({ loss, gradientNorm }) => ({ loss, gradientNorm })),
			parameters: digests(of(true), digest),
			statistics: digests(of(false), digest),
			ema: digests(average, digest)
		};
	} finally {
		close();
	}
}

export function trajectoryCommand(terminal: Terminal): Command {
	const count = { min: 1, max: 100_000, whole: true };
	return withEngine(withNetwork(new Command('trajectory')))
		.description('training steps on formula batches, the same ones in turn, at a constant learning rate')
		.addOption(numberOption('--steps <n>', 'updates', count).default(20))
		.addOption(numberOption('--batches <n>', 'batches that take turns', count).default(4))
		.addOption(optimizerOption().default('sgd'))
		.addOption(learningRateOption('constant'))
		.addOption(momentumOption())
		.addOption(weightDecayOption())
		.addOption(
			numberOption('--clip <norm>', "limit of the gradient's norm (default: none)", {
				min: 0,
				max: Infinity,
				above: true
			})
		)
		.addOption(numberOption('--ema <d>', 'keep a moving average of this decay', { min: 0, max: 1 }))
		.addOption(sourceOption('--labels <source>', "formula:SEED (default: the images' seed)", ['formula']))
		.addOption(jsonOption())
		.action(async (options: Options) => {
			const result = await trajectory(options);
			print(terminal, options.json, result, () => {
				const rows = result.steps.map(({ loss, gradientNorm }, at) => [at + 1, loss, gradientNorm]);
				return table([['step', 'loss', 'gradient norm'], ...rows]);
			});
		});
}
