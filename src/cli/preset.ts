import type { RunConfig } from '$lib/recipe/config';
import { presetRun, type PresetRun } from '$lib/recipe/presets';
import { InputError } from './failure';
import { defaultEpochs, defaultSizes } from './stages';
import type { RunOptions } from './trainOptions';

/**
 * What `--preset` sets, or null without it. `--sizes` then names the final size alone. Throws InputError for a list.
 * @param file the configuration file, or null without one
 */
export function presetFrom(options: RunOptions, file: RunConfig | null): PresetRun | null {
	const { preset, presetOf: network = 'S', sizes = [] } = options;
	if (preset === undefined) return null;
	if (sizes.length > 1) {
		throw new InputError('--preset makes the stages: give --sizes the size of the last one alone.');
	}
	const finalSize = sizes[0] ?? file?.stages.at(-1)?.size ?? defaultSizes.at(-1) ?? NaN;
	const all = file?.stages.reduce((sum, { epochs }) => sum + epochs, 0);
	return presetRun(preset, { network, finalSize, epochs: options.epochs ?? all ?? defaultEpochs });
}
