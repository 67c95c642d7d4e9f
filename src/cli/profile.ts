import { Command } from 'commander';
import type { DispatchTiming, Executor, StepScalars } from '$lib/engine/executor';
import { formulaTargets } from '$lib/model/formula';
import { openExecutor, withEngine, type EngineOptions } from './engine';
import { InputError } from './failure';
import { imagesFor, networkFrom, withNetwork, type Network, type NetworkOptions } from './network';
import { jsonOption, numberOption } from './options';
import { profileText } from './profileText';
import { print, type Terminal } from './terminal';

interface Options extends NetworkOptions, EngineOptions {
	readonly forward?: boolean;
	readonly repeats: number;
}

/** Nothing is dropped: the work of a step is the same at any rate. */
const scalars: StepScalars = {
	step: 0,
	learningRate: 0.01,
	weightDecay: 0,
	clipNorm: null,
	dropout: 0,
	dropPath: 0,
	labelSmoothing: 0,
	emaDecay: 0
};

/** Null where the engine has no profiler. */
async function timings(
	executor: Executor,
	network: Network,
	{ forward, repeats }: Options
): Promise<DispatchTiming[] | null> {
	const { graph, size, batch, inputSeed } = network;
	const shape = { imageSize: size, batch };
	const images = imagesFor(network);
	if (forward) {
		const step = await executor.compileEvaluation(shape, 'parameters');
		return (await step.profile?.(images, repeats)) ?? null;
	}
	const targets = formulaTargets('labels', inputSeed, batch, graph.options.classes);
	const step = await executor.compileTraining(shape);
	return (await step.profile?.({ images, targets }, scalars, repeats)) ?? null;
}

async function profile(options: Options) {
	if (options.adapter === 'null') {
		throw new InputError('The null adapter executes nothing, so there is no time to measure on it.');
	}
	const network = await networkFrom(options);
	const { graph, size, batch, parameters } = network;
	const { executor, close } = await openExecutor(options, graph);
	try {
		executor.writeParameters(parameters);
		const dispatches = await timings(executor, network, options);
		if (dispatches === null) {
			const { engine } = executor.device;
			throw new InputError(`The engine ${engine} does not time its kernels one by one; webgpu and wasm do.`);
		}
		return { adapter: executor.device.adapter, model: graph.name, size, batch, dispatches };
	} finally {
		close();
	}
}

export function profileCommand(terminal: Terminal): Command {
	const count = { min: 1, max: 1000, whole: true };
	return withEngine(withNetwork(new Command('profile')))
		.description('one training step (SGD, momentum), each kernel call by the clock of what runs it')
		.option('--forward', 'an evaluation instead of a training step', false)
		.addOption(
			numberOption('--repeats <n>', 'timed steps; the median of each dispatch counts', count).default(5)
		)
		.addOption(jsonOption())
		.action(async (options: Options) => {
			const result = await profile(options);
			print(terminal, options.json, result, () => {
				const { model, size, batch, adapter, dispatches } = result;
				const what = options.forward ? 'an evaluation' : 'a training step';
				return `${model} at ${size} px, batch ${batch}, ${what} on ${adapter}\n${profileText(dispatches)}`;
			});
		});
}
