import { Option, type Command } from 'commander';
import { mostOperations } from '$lib/data/augment/table';
import { imageSizeRange } from '$lib/recipe/config';
import type { LearningRateConfig, RunConfig } from '$lib/recipe/config';
import { presetNames, presetNetworks, type PresetName, type PresetSettings } from '$lib/recipe/presets';
import type { OptimizerSpec } from '$lib/engine/executor';
import type { Padding } from '$lib/model/graph';
import type { EngineOptions } from './engine';
import { bnEpsilonOption, modelOption, paddingOption, weightsOption } from './network';
import { learningRateOption, momentumOption, optimizerOption, weightDecayOption } from './optimizer';
import { jsonOption, listOption, numberOption, wordOption, type Source } from './options';

/** What the user said; nothing is filled in, so that a configuration file can be told from an option. */
export interface RunOptions {
	readonly model?: string;
	readonly data?: string;
	readonly config?: string;
	readonly epochs?: number;
	readonly sizes?: readonly number[];
	readonly dropout?: readonly number[];
	readonly randaugment?: readonly number[];
	readonly mixup?: readonly number[];
	readonly cutmix?: readonly number[];
	readonly dropPath?: readonly number[];
	readonly preset?: PresetName;
	readonly presetOf?: PresetSettings['network'];
	readonly order?: RunConfig['order'];
	readonly randaugmentLayers?: number;
	readonly interpolation?: RunConfig['interpolation'];
	readonly batch?: number;
	readonly optimizer?: OptimizerSpec['kind'];
	readonly momentum?: number;
	readonly learningRate?: number;
	readonly schedule?: LearningRateConfig['schedule'];
	readonly warmupEpochs?: number;
	readonly weightDecay?: number;
	readonly labelSmoothing?: number;
	readonly cropPadding?: number;
	readonly flip?: 'true' | 'false';
	readonly ema?: number;
	readonly limitTrain?: number;
	readonly limitTest?: number;
	readonly evalSize?: number;
	readonly testSizes?: readonly number[];
	readonly padding?: Padding;
	readonly bnEpsilon?: number;
	readonly seed?: number;
}

export interface TrainCommandOptions extends RunOptions, EngineOptions {
	readonly weights?: Source;
	readonly out?: string;
	readonly resume?: string;
	readonly json?: boolean;
}

const share = { min: 0, max: 0.95 };
const alpha = { min: 0, max: 10 };
const pixels = { ...imageSizeRange, whole: true, unit: 'pixels' };
const images = { min: 1, max: 1_000_000, whole: true };

/** The same option with its default in words only: the run's own defaults are filled in later. */
function said(option: Option, standard: string): Option {
	option.defaultValue = undefined;
	option.description += ` (default: ${standard})`;
	return option;
}

const whatIsTrained = () => [
	said(modelOption(), 'v2-nano'),
	new Option(
		'--data <source>',
		'procedural, procedural:SEED, a folder of CIFAR-10 binaries or an archive (default: procedural)'
	),
	numberOption(
		'--limit-train <n>',
		'first images of the training split (default: all; procedural: 5000)',
		images
	),
	numberOption('--limit-test <n>', 'first images of the test split (default: all; procedural: 1000)', images),
	said(paddingOption(), 'same'),
	said(bnEpsilonOption(), '1e-3'),
	numberOption('--seed <n>', 'of every random draw (default: 0)', { min: 0, max: 0xffffffff, whole: true }),
	new Option('--config <file>', 'a run as the page exports it; other options change it')
];

const stages = () => [
	numberOption('--epochs <n>', 'in all, split evenly over the stages (default: 8)', {
		min: 0,
		max: 10_000,
		above: true
	}),
	listOption('--sizes <list>', 'image side of each stage (default: 16,21,27,32)', pixels),
	wordOption(
		'--preset <name>',
		'stages as published, scaled to the last of --sizes; other options change it',
		presetNames
	),
	wordOption('--preset-of <network>', 'whose settings, EfficientNetV2- (default: S)', presetNetworks),
	wordOption('--order <name>', 'stages in turn, or each step in one drawn at random (default: progressive)', [
		'progressive',
		'random'
	]),
	numberOption(
		'--eval-size <px>',
		'image side of the judgement at the end (default: the last stage)',
		pixels
	),
	listOption('--test-sizes <list>', 'further image sides to judge at, at the end (default: none)', pixels)
];

/** One value, or one for each stage. */
const byStage = () => [
	listOption('--dropout <list>', 'rate before the classifier, of each stage or of all (default: 0)', share),
	listOption('--randaugment <list>', 'magnitude, of each stage or of all (default: 0)', { min: 0, max: 30 }),
	listOption('--mixup <list>', 'alpha of its beta distribution, of each stage or of all (default: 0)', alpha),
	listOption('--cutmix <list>', 'the same of CutMix; with both, half a batch each (default: 0)', alpha),
	listOption('--drop-path <list>', 'rate at the last block, of each stage or of all (default: 0)', share)
];

const rules = () => [
	numberOption('--batch <n>', 'images per step (default: 32)', { min: 1, max: 1024, whole: true }),
	said(optimizerOption(), 'sgd'),
	learningRateOption('peak of the learning rate'),
	momentumOption(),
	wordOption('--schedule <name>', 'of the learning rate (default: cosine)', [
		'cosine',
		'constant',
		'exponential',
		'one-cycle'
	]),
	numberOption('--warmup-epochs <n>', 'linear from 0; one-cycle: the way up (default: 1)', {
		min: 0,
		max: 10_000
	}),
	weightDecayOption(),
	numberOption('--ema <d>', 'keep a moving average with this largest decay (default: none)', {
		min: 0,
		max: 1
	})
];

const regularisers = () => [
	numberOption('--label-smoothing <e>', 'share (default: 0.1)', share),
	numberOption('--crop-padding <px>', 'grey border before the random crop (default: 2)', {
		min: 0,
		max: 64,
		whole: true,
		unit: 'pixels'
	}),
	wordOption('--flip <yes>', 'mirror half of the images (default: true)', ['true', 'false']),
	numberOption('--randaugment-layers <n>', 'operations on each image, if a magnitude is given (default: 2)', {
		min: 0,
		max: mostOperations,
		whole: true
	}),
	wordOption('--interpolation <name>', 'where images are turned or shifted (default: nearest)', [
		'nearest',
		'bilinear'
	])
];

/** Adds the options that describe a run. */
export function withRun(command: Command): Command {
	const options = [whatIsTrained, stages, byStage, rules, regularisers].flatMap((group) => group());
	for (const option of options) command.addOption(option);
	return command;
}

/** Adds what is about this call rather than about the run. */
export function withPlaces(command: Command): Command {
	return command
		.addOption(weightsOption())
		.addOption(new Option('--out <folder>', 'keep run.json, metrics.csv and checkpoint.safetensors there'))
		.addOption(new Option('--resume <folder>', 'go on with the run kept there, to the same bytes'))
		.addOption(jsonOption());
}
