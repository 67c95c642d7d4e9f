import { Command } from 'commander';
import type { DeviceReport, DispatchTiming, Executor } from '$lib/engine/executor';
import { plainScalars } from '$lib/engine/plainScalars';
import { formulaTargets } from '$lib/model/formula';
import { openExecutor, withEngine, type EngineOptions } from './engine';
import { InputError } from './failure';
import { imagesFor, networkFrom, withNetwork, type Network, type NetworkOptions } from './network';
import { jsonOption, numberOption } from './options';
import { profileText, totalText } from './profileText';
import { print, type Terminal } from './terminal';

interface Options extends NetworkOptions, EngineOptions {
	readonly forward?: boolean;
	readonly repeats: number;
}

/** Nothing is dropped: the work of a step is the same at any rate. */
const scalars = { ...plainScalars, learningRate: 0.01 };

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

/** GFLOP/s of the processor's own plain product; null where something else computes. */
async function processorRate({ engine }: DeviceReport): Promise<number | null> {
	if (engine !== 'wasm') return null;
	const [{ wasmGemmRate }, { nodeKernels }] = await Promise.all([
		import('$lib/engine/wasm/gemmRate'),
		import('$lib/engine/wasm/nodeKernels')
	]);
	return wasmGemmRate(nodeKernels);
}

/** The adapter with its threads; a report names them where they are several. */
function placeText({ engine, adapter }: DeviceReport): string {
	return engine === 'wasm' && !adapter.includes('threads') ? `${adapter}, one thread` : adapter;
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
			throw new InputError(
				`The engine ${executor.device.engine} does not time its kernels one by one; webgpu and wasm do.`
			);
		}
		const { device } = executor;
		const total = totalText(dispatches, await processorRate(device));
		const result = { adapter: device.adapter, model: graph.name, size, batch, dispatches };
		return { result, place: placeText(device), total };
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
			const { result, place, total } = await profile(options);
			if (options.json) terminal.err(`${total}\n`);
			print(terminal, options.json, result, () => {
				const { model, size, batch, dispatches } = result;
				const what = options.forward ? 'an evaluation' : 'a training step';
				const heading = `${model} at ${size} px, batch ${batch}, ${what} on ${place}`;
				return `${heading}\n${total}\n\n${profileText(dispatches)}`;
			});
		});
}
