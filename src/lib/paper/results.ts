import type { Fact } from './fact';

export interface ImageNetResult {
	readonly model: string;
	/** Share of right first answers on ImageNet, per cent. */
	readonly top1: number;
	/** Parameters, millions. */
	readonly parametersM: number;
	/** Hours on 32 TPU cores. */
	readonly trainingHours: number;
}

/**
 * Networks trained on ImageNet alone: Table 7. Training hours are those of the paper's first version; parameters
 * of the V2 rows those of the last, which lowered them by a million or two when the last stage became narrower.
 */
export const imageNetResults: Fact<readonly ImageNetResult[]> = {
	value: [
		{ model: 'EfficientNet-B7', top1: 84.7, parametersM: 66, trainingHours: 139 },
		{ model: 'EfficientNetV2-S', top1: 83.9, parametersM: 22, trainingHours: 7.1 },
		{ model: 'EfficientNetV2-M', top1: 85.1, parametersM: 54, trainingHours: 13 },
		{ model: 'EfficientNetV2-L', top1: 85.7, parametersM: 120, trainingHours: 24 }
	],
	source: 'Tan & Le 2021 (arXiv 2104.00298), Table 7',
	verified: true
};
