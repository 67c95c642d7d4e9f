/** The schedule of EfficientNetV2-S by the paper's Algorithm 1, between the ends of its Table 6. */
import { imagenetRecipe } from '$lib/paper/imagenet';
import { progressiveSettings, progressiveStages as stageCount } from '$lib/paper/progressive';
import type { StageConfig } from '$lib/recipe/config';
import { progressiveStages, unregularised } from '$lib/recipe/schedule';

const { imageSize, dropout, randAugmentMagnitude, mixupAlpha } = progressiveSettings.S.value;
const side = (end: 'first' | 'last') => ({
	...unregularised,
	size: imageSize[end],
	dropout: dropout[end],
	randaugment: randAugmentMagnitude[end],
	mixup: mixupAlpha[end]
});

export const publishedStages: readonly StageConfig[] = progressiveStages({
	stages: stageCount.value,
	epochs: imagenetRecipe.epochs.value,
	from: side('first'),
	to: side('last')
});
