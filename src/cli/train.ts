import { Command } from 'commander';
import { performance } from 'node:perf_hooks';
import { currentConfig } from '$lib/recipe/amend';
import type { RunIdentity } from '$lib/recipe/checkpoint';
import { train } from '$lib/recipe/loop';
import { metricsHeader } from '$lib/recipe/metricsCsv';
import { planFor } from '$lib/recipe/run';
import { costliestSize } from '$lib/recipe/schedule';
import { executorOn, openEngineOf, withEngine, type OpenExecutor } from './engine';
import { openFastest } from './measure';
import { loadWeights } from './network';
import { prepareLeft, prepareNew, type Prepared } from './prepare';
import { Progress } from './progress';
import { Recorder } from './recorder';
import { describe, RunReport, type RunResult } from './runReport';
import { tellSkipped } from './skipped';
import { stopOnSignal, turn } from './signals';
import { print, type Terminal } from './terminal';
import { withPlaces, withRun, type TrainCommandOptions } from './trainOptions';

/** Test images that are judged once an epoch. */
const EVALUATION_IMAGES = 200;
const clock = () => performance.now();

/** By measurement, at the step on which the run spends most of its time. */
function engineFor(identity: RunIdentity, options: TrainCommandOptions, terminal: Terminal) {
	if (options.engine !== 'auto' || options.adapter !== 'auto') return openEngineOf(options);
	const config = currentConfig(identity);
	const { model, optimizer, batch } = config;
	const task = { model, graph: identity.graph, optimizer, batch, imageSize: costliestSize(config) };
	return openFastest(task, options.threads, terminal);
}

async function openRun(
	{ identity, left }: Prepared,
	options: TrainCommandOptions,
	terminal: Terminal
): Promise<OpenExecutor> {
	const { graph } = identity;
	const config = currentConfig(identity);
	const weights = left
		? null
		: await loadWeights(graph, options.weights ?? { kind: 'init', seed: config.seed });
	const { optimizer, seed, emaDecay } = config;
	const engine = await engineFor(identity, options, terminal);
	const opened = await executorOn(engine, graph, { optimizer, ema: emaDecay !== null, seed });
	try {
		if (left) opened.executor.writeState(left.state);
		if (weights) opened.executor.writeParameters(weights);
	} catch (error) {
		opened.close();
		throw error;
	}
	return opened;
}

async function runTraining(
	prepared: Prepared,
	options: TrainCommandOptions,
	terminal: Terminal
): Promise<RunResult> {
	const { identity, dataset, folder, left } = prepared;
	const config = currentConfig(identity);
	const plan = planFor(config, dataset.train.count);
	const metrics = left?.metrics ?? metricsHeader;
	const recorder = new Recorder({ run: identity, plan, folder, clock, metrics });
	const report = new RunReport(plan, config, clock);
	const listeners = [recorder, new Progress(terminal, plan, clock), report];
	const evaluation = { everySteps: plan.stepsPerEpoch, images: EVALUATION_IMAGES };
	const { executor, close } = await openRun(prepared, options, terminal);
	const restoreSignals = stopOnSignal(() => recorder.stop(), terminal);
	try {
		const position = left?.position ?? 0;
		const run = { executor, config, dataset, clock, evaluation, saver: recorder, position };
		for await (const event of train(run)) {
			for (const listener of listeners) listener.note(event);
			await turn();
		}
		await recorder.finish();
		return report.result(executor.device, folder);
	} finally {
		restoreSignals();
		close();
	}
}

export function trainCommand(terminal: Terminal): Command {
	const command = withPlaces(
		withEngine(withRun(new Command('train')), 'auto measures and takes the fastest')
	);
	return command
		.description('a whole run; accuracy is that on the whole test split')
		.action(async (options: TrainCommandOptions) => {
			const given = Object.keys(options).filter((name) => command.getOptionValueSource(name) === 'cli');
			const { resume } = options;
			const prepared = await (resume === undefined
				? prepareNew(options)
				: prepareLeft(resume, options, given));
			tellSkipped(terminal, prepared.skipped);
			const result = await runTraining(prepared, options, terminal);
			print(terminal, options.json, result, () => describe(result));
		});
}
