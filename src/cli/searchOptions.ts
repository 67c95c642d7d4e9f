import { Option, type Command } from 'commander';
import { exponentRange } from '$lib/labs/search/reward';
import {
	algorithms,
	backbones,
	defaultImages,
	defaultSearch,
	type SearchSettings
} from '$lib/labs/search/settings';
import { dataKnobOptions, type KnobOptions } from './dataOptions';
import { withEngine, type EngineOptions } from './engine';
import { jsonOption, numberOption, seedOption, wordOption } from './options';

export interface SearchOptions extends EngineOptions, KnobOptions {
	readonly model: string;
	readonly algorithm: SearchSettings['algorithm'];
	readonly seed: number;
	readonly candidates: number;
	readonly minutes: number;
	readonly w: number;
	readonly v: number;
	readonly steps: number;
	readonly batch: number;
	readonly size: number;
	readonly population: number;
	readonly tournament: number;
	readonly data: string;
	readonly limitTrain?: number;
	readonly out?: string;
	readonly resume?: string;
	readonly json?: boolean;
}

/** What may be said anew where a search is taken up: how far it goes, where it is computed and kept, and how its images are made. */
export const mayChange = [
	'resume',
	'out',
	'json',
	'candidates',
	'minutes',
	'threads',
	'engine',
	'adapter',
	'data',
	'side',
	'noise',
	'labelNoise'
];

const whole = (min: number, max: number) => ({ min, max, whole: true });
const usual = defaultSearch;

const howItSearches = () => [
	wordOption('--algorithm <name>', 'of candidates', algorithms).default(usual.algorithm),
	seedOption('of candidates, weights, batches and the held-out images'),
	numberOption('--candidates <n>', 'at most, the backbone among them', whole(1, 1000)).default(
		usual.candidates
	),
	numberOption('--minutes <n>', 'at most, looked at between candidates', {
		min: 0,
		max: 1440,
		above: true
	}).default(usual.minutes),
	numberOption('--w <exponent>', 'of step time in the reward', exponentRange).default(usual.w),
	numberOption('--v <exponent>', 'of parameters in the reward', exponentRange).default(usual.v),
	numberOption('--population <n>', 'evolution: candidates that live', whole(2, 100)).default(
		usual.population
	),
	numberOption('--tournament <n>', 'evolution: drawn to find a parent', whole(1, 64)).default(
		usual.tournament
	)
];

const whatIsTrained = () => [
	wordOption('--model <name>', 'backbone, whose channels and strides are reused', backbones).default(
		usual.backbone
	),
	numberOption('--size <px>', 'image side', { ...whole(8, 64), unit: 'pixels' }).default(usual.size),
	numberOption('--steps <n>', 'training steps of each candidate', whole(10, 10_000)).default(usual.steps),
	numberOption('--batch <n>', 'images of a step', whole(4, 256)).default(usual.batch),
	new Option('--data <source>', 'as of "lab train"; the test split is not used').default('procedural'),
	numberOption(
		'--limit-train <n>',
		`first training images, of which a fifth is held out to judge on (default: all; procedural: ${defaultImages})`,
		whole(2, 1_000_000)
	),
	...dataKnobOptions()
];

/** Adds every option of `lab search`. */
export function withSearch(command: Command): Command {
	for (const option of [...howItSearches(), ...whatIsTrained()]) command.addOption(option);
	return withEngine(command, 'auto measures and takes the fastest')
		.addOption(new Option('--out <file>', 'JSON, written anew after each candidate'))
		.addOption(new Option('--resume <file>', 'goes on with a search from its JSON'))
		.addOption(jsonOption());
}

/** The options as settings. */
export function settingsFrom(options: SearchOptions): SearchSettings {
	const { model, algorithm, seed, candidates, minutes, w, v, steps, batch, size } = options;
	const { population, tournament } = options;
	const budget = { candidates, minutes };
	const training = { steps, batch, size };
	return { backbone: model, algorithm, seed, ...budget, w, v, ...training, population, tournament };
}
