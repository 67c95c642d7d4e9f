/**
 * Published ways to train by stages, for images of any size. Sides are scaled so that the last is the size asked for,
 * rounded to whole pixels; epochs are split evenly; regularisation is as published.
 */
import { imagenetRecipe } from '$lib/paper/imagenet';
import { progressiveSettings, progressiveStages as stageCount } from '$lib/paper/progressive';
import { releasedSchedule, releasedSettings } from '$lib/paper/released';
import { imageSizeRange, type RunConfig, type StageConfig } from './config';
import { algorithm1, progressiveStages } from './schedule';
import type { StageSettings } from './plan';

export const presetNames = [
	'paper',
	'official',
	'fixed',
	'progressive-size',
	'random-size',
	'random-adaptive'
] as const;
export type PresetName = (typeof presetNames)[number];

/** The networks that Table 6 has settings for. */
export const presetNetworks = ['S', 'M', 'L'] as const;

export interface PresetSettings {
	/** Whose settings. */
	readonly network: (typeof presetNetworks)[number];
	/** Image side of the last stage, pixels. */
	readonly finalSize: number;
	/** In all. */
	readonly epochs: number;
}

export type PresetRun = Pick<RunConfig, 'stages' | 'order' | 'randaugmentLayers' | 'interpolation'>;

const stagesOf: Readonly<Record<PresetName, (settings: PresetSettings) => StageConfig[]>> = {
	paper: paperStages,
	official: officialStages,
	fixed: fixedStage,
	'progressive-size': evenlyRegularised,
	'random-size': evenlyRegularised,
	'random-adaptive': paperStages
};

/**
 * The fields of a run that a preset sets. RandAugment's two layers and its interpolation are the released code's in all
 * of them: the paper names neither. `random-size` and `random-adaptive` are Table 13's random resize (Hoffer et al. 2019)
 * without and with adaptive regularisation, `progressive-size` (Howard 2018) and `paper` its progressive resize.
 */
export function presetRun(name: PresetName, settings: PresetSettings): PresetRun {
	return {
		stages: stagesOf[name](settings),
		order: name.startsWith('random') ? 'random' : 'progressive',
		randaugmentLayers: releasedSchedule.value.randAugmentLayers,
		interpolation: 'nearest'
	};
}

/** 1 - survival probability, section 5.1 of the paper and the released code alike; to the digits it is given in. */
const dropPath = Number((1 - imagenetRecipe.survivalProbability.value).toPrecision(12));

/** Table 6 by Algorithm 1. */
function paperStages({ network, finalSize, epochs }: PresetSettings): StageConfig[] {
	const { imageSize, randAugmentMagnitude, mixupAlpha, dropout } = progressiveSettings[network].value;
	const at = (end: 'first' | 'last'): StageSettings => ({
		size: (imageSize[end] * finalSize) / imageSize.last,
		dropout: dropout[end],
		randaugment: randAugmentMagnitude[end],
		mixup: mixupAlpha[end],
		cutmix: 0,
		dropPath
	});
	const stages = progressiveStages({
		stages: stageCount.value,
		epochs,
		from: at('first'),
		to: at('last')
	});
	return stages.map((stage) => ({ ...stage, size: atLeastSmallest(stage.size) }));
}

/** The released code's sides, magnitudes and α, see `releasedSchedule`. */
function officialStages({ network, finalSize, epochs }: PresetSettings): StageConfig[] {
	const { trainSize, randAugmentMagnitude, mixupAlpha, cutmixAlpha, dropout } =
		releasedSettings[network].value;
	const { stages, baseSize, firstMagnitude } = releasedSchedule.value;
	const strengths = algorithm1({
		stages,
		from: { randaugment: firstMagnitude, mixup: 0, cutmix: 0 },
		to: { randaugment: randAugmentMagnitude, mixup: mixupAlpha, cutmix: cutmixAlpha }
	});
	return strengths.map((strength, stage) => {
		const published = Math.floor(baseSize + ((trainSize - baseSize) * (stage + 1)) / stages);
		const size = atLeastSmallest(Math.round((published * finalSize) / trainSize));
		return { size, epochs: epochs / stages, dropout, ...strength, dropPath };
	});
}

/** One stage with the last values of Table 6: training as it was before progressive learning. */
function fixedStage(settings: PresetSettings): StageConfig[] {
	return paperStages(settings)
		.slice(-1)
		.map((last) => ({ ...last, epochs: settings.epochs }));
}

/**
 * The paper's sizes with the last regularisation at each: "vanilla" of Table 13, which does not say how strong its
 * constant regularisation is.
 */
function evenlyRegularised(settings: PresetSettings): StageConfig[] {
	const stages = paperStages(settings);
	return fixedStage(settings).flatMap((last) =>
		stages.map(({ size, epochs }) => ({ ...last, size, epochs }))
	);
}

/** Small final sizes may scale the first below what networks take. */
function atLeastSmallest(size: number): number {
	return Math.max(imageSizeRange.min, size);
}
