/** The few figures of the paper that the start page cites. arXiv 2104.00298. */

/**
 * A row of Table 7. Training hours are those of the paper's first version (v1, on 32 TPU cores); parameters of the
 * EfficientNetV2 rows those of the last (v3).
 */
export interface ImageNetResult {
	readonly model: string;
	/** ImageNet top-1 accuracy, per cent. */
	readonly top1: number;
	/** Parameters, millions. */
	readonly parametersM: number;
	/** Hours on 32 TPU cores. */
	readonly trainingHours: number;
}

/** Table 7, trained on ImageNet alone. */
export const table7: readonly ImageNetResult[] = [
	{ model: 'EfficientNet-B7', top1: 84.7, parametersM: 66, trainingHours: 139 },
	{ model: 'EfficientNetV2-S', top1: 83.9, parametersM: 22, trainingHours: 7.1 },
	{ model: 'EfficientNetV2-M', top1: 85.1, parametersM: 54, trainingHours: 13 },
	{ model: 'EfficientNetV2-L', top1: 85.7, parametersM: 120, trainingHours: 24 }
];

/** Table 6, EfficientNetV2-S: first and last values of progressive training; four stages (Section 4.2), 350 epochs. */
export const table6S = {
	stages: 4,
	epochs: 350,
	from: { size: 128, dropout: 0.1 },
	to: { size: 300, dropout: 0.3 }
} as const;
