/** The run that a command line describes: defaults, changed by a configuration file, changed by options. */
import { defaultConfig } from '$lib/recipe/defaults';
import type { RunConfig } from '$lib/recipe/config';
import { optimizerDefaults } from '$lib/recipe/optimizers';
import { ConfigError, parseRunConfig } from '$lib/recipe/parse';
import { configOf } from '$lib/runs/document';
import { InputError } from './failure';
import { readInput } from './files';
import { knobsFrom } from './dataOptions';
import { withMomentum } from './optimizer';
import { dataConfigFrom } from './source';
import { presetFrom } from './preset';
import { stagesFrom } from './stages';
import type { RunOptions } from './trainOptions';

/** Reads a configuration file, or that of the document that the page exports. Throws InputError or ConfigError, both naming the file. */
export async function readRunConfig(path: string): Promise<RunConfig> {
	const text = new TextDecoder().decode(await readInput(path));
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new InputError(`${path} is not JSON.`);
	}
	try {
		return parseRunConfig(configOf(value));
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		throw new ConfigError(error.field, `${path}: ${error.message}`);
	}
}

/** Throws InputError and ConfigError where options contradict each other or the file is bad. */
export async function runConfigFrom(options: RunOptions): Promise<RunConfig> {
	const file = options.config === undefined ? null : await readRunConfig(options.config);
	const preset = presetFrom(options, file);
	const base = { ...(file ?? defaultConfig('gpu')), ...preset };
	// Parsing gives the fields the schema's order, so that a run is written down the same way wherever it came from.
	return parseRunConfig({
		...base,
		...rulesFrom(options, base),
		...regularisersFrom(options, base),
		...networkFrom(options, base),
		...judgementsFrom(options, base),
		data: dataFrom(options, base),
		seed: options.seed ?? base.seed,
		batch: options.batch ?? base.batch,
		stages: preset
			? stagesFrom(withoutSizes(options), preset.stages)
			: stagesFrom(options, file?.stages ?? null),
		order: options.order ?? base.order
	});
}

function networkFrom(options: RunOptions, base: RunConfig) {
	return {
		model: options.model ?? base.model,
		padding: options.padding ?? base.padding,
		bnEpsilon: options.bnEpsilon ?? base.bnEpsilon
	};
}

function judgementsFrom(options: RunOptions, base: RunConfig) {
	return {
		evalSize: options.evalSize ?? base.evalSize,
		testSizes: options.testSizes ?? base.testSizes
	};
}

/** A preset has made the sizes, from the one that is named. */
function withoutSizes(options: RunOptions): RunOptions {
	const others: { -readonly [Name in keyof RunOptions]: RunOptions[Name] } = { ...options };
	delete others.sizes;
	return others;
}

function regularisersFrom(options: RunOptions, base: RunConfig) {
	return {
		labelSmoothing: options.labelSmoothing ?? base.labelSmoothing,
		flip: options.flip === undefined ? base.flip : options.flip === 'true',
		cropPadding: options.cropPadding ?? base.cropPadding,
		randaugmentLayers: options.randaugmentLayers ?? base.randaugmentLayers,
		interpolation: options.interpolation ?? base.interpolation
	};
}

/** Naming another optimiser brings its own rates, unless they are named too. */
function rulesFrom(options: RunOptions, base: RunConfig) {
	const named = options.optimizer === undefined ? null : optimizerDefaults[options.optimizer];
	return {
		optimizer: withMomentum(named?.spec ?? base.optimizer, options.momentum),
		emaDecay: options.ema ?? base.emaDecay,
		weightDecay: options.weightDecay ?? named?.weightDecay ?? base.weightDecay,
		learningRate: {
			...base.learningRate,
			schedule: options.schedule ?? base.learningRate.schedule,
			peak: options.learningRate ?? named?.learningRate ?? base.learningRate.peak,
			warmupEpochs: options.warmupEpochs ?? base.learningRate.warmupEpochs
		}
	};
}

function dataFrom(
	{ data, limitTrain, limitTest, ...options }: RunOptions,
	base: RunConfig
): RunConfig['data'] {
	const knobs = {
		...(limitTrain === undefined ? {} : { train: limitTrain }),
		...(limitTest === undefined ? {} : { test: limitTest }),
		...knobsFrom(options)
	};
	if (data !== undefined) return dataConfigFrom(data, knobs);
	return { ...base.data, ...knobs };
}
