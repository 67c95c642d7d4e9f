/** The stages that a command line describes: a list for each thing that a stage sets. */
import type { StageConfig } from '$lib/recipe/config';
import type { StageSettings } from '$lib/recipe/plan';
import { InputError } from './failure';
import type { RunOptions } from './trainOptions';

/** Of a run that neither options nor a file describe. */
export const defaultEpochs = 8;
export const defaultSizes: readonly number[] = [16, 21, 27, 32];

/** The option that gives each setting, and what a stage has where nothing else is said. */
const settings = {
	size: { option: 'sizes', flag: '--sizes', standard: defaultSizes },
	dropout: { option: 'dropout', flag: '--dropout', standard: [0] },
	randaugment: { option: 'randaugment', flag: '--randaugment', standard: [0] },
	mixup: { option: 'mixup', flag: '--mixup', standard: [0] },
	cutmix: { option: 'cutmix', flag: '--cutmix', standard: [0] },
	dropPath: { option: 'dropPath', flag: '--drop-path', standard: [0] }
} as const;

/**
 * One value of a list holds for all stages; the longest list says how many there are.
 * Throws InputError where the lists do not fit together.
 * @param given the stages that the options change: a configuration file's or a preset's; null without one
 */
export function stagesFrom(options: RunOptions, given: readonly StageConfig[] | null): StageConfig[] {
	const listOf = (setting: keyof StageSettings): readonly number[] => {
		const { option, standard } = settings[setting];
		return options[option] ?? given?.map((stage) => stage[setting]) ?? standard;
	};
	const names = Object.keys(settings) as (keyof StageSettings)[];
	const count = Math.max(...names.map((setting) => listOf(setting).length));
	if (count > 8) throw new InputError(`A run has at most 8 stages, not ${count}.`);
	const own = given?.length === count && options.epochs === undefined ? given : null;
	const total = options.epochs ?? given?.reduce((sum, stage) => sum + stage.epochs, 0) ?? defaultEpochs;
	const at = (setting: keyof StageSettings, stage: number) =>
		valueOf(settings[setting].flag, listOf(setting), stage, count);
	return Array.from({ length: count }, (_, stage) => ({
		size: at('size', stage),
		epochs: own?.[stage]?.epochs ?? total / count,
		dropout: at('dropout', stage),
		randaugment: at('randaugment', stage),
		mixup: at('mixup', stage),
		cutmix: at('cutmix', stage),
		dropPath: at('dropPath', stage)
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
