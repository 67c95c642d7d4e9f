/** The run that a command line describes: defaults, changed by a configuration file, changed by options. */
import { defaultConfig } from '$lib/recipe/defaults';
import type { RunConfig, StageConfig } from '$lib/recipe/config';
import { ConfigError, parseRunConfig } from '$lib/recipe/parse';
import { InputError } from './failure';
import { readInput } from './network';
import { optimizerDefaults, withMomentum } from './optimizer';
import { knobsFrom } from './dataOptions';
import { dataConfigFrom } from './source';
import type { RunOptions } from './trainOptions';

const defaultEpochs = 8;

/** Reads a configuration file. Throws InputError or ConfigError, both naming the file. */
export async function readRunConfig(path: string): Promise<RunConfig> {
	const text = new TextDecoder().decode(await readInput(path));
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new InputError(`${path} is not JSON.`);
	}
	try {
		return parseRunConfig(value);
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		throw new ConfigError(error.field, `${path}: ${error.message}`);
	}
}

/** Throws InputError and ConfigError where options contradict each other or the file is bad. */
export async function runConfigFrom(options: RunOptions): Promise<RunConfig> {
	const file = options.config === undefined ? null : await readRunConfig(options.config);
	const base = file ?? { ...defaultConfig('gpu'), stages: [] };
	// Parsing gives the fields the schema's order, so that a run is written down the same way wherever it came from.
	return parseRunConfig({
		...base,
		...rulesFrom(options, base),
		...regularisersFrom(options, base),
		model: options.model ?? base.model,
		padding: options.padding ?? base.padding,
		bnEpsilon: options.bnEpsilon ?? base.bnEpsilon,
		data: dataFrom(options, base),
		seed: options.seed ?? base.seed,
		batch: options.batch ?? base.batch,
		stages: stagesFrom(options, file?.stages ?? null),
		evalSize: options.evalSize ?? base.evalSize
	});
}

function regularisersFrom(options: RunOptions, base: RunConfig) {
	return {
		labelSmoothing: options.labelSmoothing ?? base.labelSmoothing,
		dropPath: options.dropPath ?? base.dropPath,
		flip: options.flip === undefined ? base.flip : options.flip === 'true',
		cropPadding: options.cropPadding ?? base.cropPadding
	};
}

/** Naming another optimiser brings its own rates, unless they are named too. */
function rulesFrom(options: RunOptions, base: RunConfig) {
	const named = options.optimizer === undefined ? null : optimizerDefaults(options.optimizer);
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

/** @param file the stages of the configuration file, or null without one */
function stagesFrom(
	{ sizes, dropout, epochs }: RunOptions,
	file: readonly StageConfig[] | null
): StageConfig[] {
	const lists = {
		sizes: sizes ?? file?.map(({ size }) => size) ?? [16, 21, 27, 32],
		dropout: dropout ?? file?.map((stage) => stage.dropout) ?? [0]
	};
	const count = Math.max(lists.sizes.length, lists.dropout.length);
	if (count > 8) throw new InputError(`A run has at most 8 stages, not ${count}.`);
	const own = file?.length === count && epochs === undefined ? file : null;
	const total = epochs ?? file?.reduce((sum, stage) => sum + stage.epochs, 0) ?? defaultEpochs;
	return Array.from({ length: count }, (_, stage) => ({
		size: valueOf('--sizes', lists.sizes, stage, count),
		dropout: valueOf('--dropout', lists.dropout, stage, count),
		epochs: own?.[stage]?.epochs ?? total / count
	}));
}

/** One value holds for all stages. */
function valueOf(name: string, values: readonly number[], stage: number, stages: number): number {
	const value = values.length === 1 ? values[0] : values[stage];
	if (value !== undefined && (values.length === 1 || values.length === stages)) return value;
	throw new InputError(
		`The run has ${stages} stages, but ${name} has ${values.length} values: give one value, or one for each stage.`
	);
}
