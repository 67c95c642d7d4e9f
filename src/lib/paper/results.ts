import type { Fact } from './fact';
import { table7 } from './tables/imagenet';
import { cellOf, type ColumnName } from './tables/table';

export interface ImageNetResult {
	readonly model: string;
	/** Share of right first answers on ImageNet, per cent. */
	readonly top1: number;
	/** Parameters, millions. */
	readonly parametersM: number;
	/** Hours on 32 TPU cores. */
	readonly trainingHours: number;
}

/** A figure of Table 7: from the last version where its row is known, else from the first. */
function figure(model: string, column: ColumnName): number {
	for (const edition of ['v3', 'v1']) {
		const row = table7.rows.find(
			(candidate) => candidate.cells[0] === model && cellOf(table7, candidate, 'edition') === edition
		);
		const value = row === undefined ? null : cellOf(table7, row, column);
		if (typeof value === 'number') return value;
	}
	throw new RangeError(`Table 7 has no ${column} of ${model}.`);
}

/**
 * Networks trained on ImageNet alone: Table 7. Training hours are those of the paper's first version; parameters
 * of the V2 rows those of the last, which lowered them by a million or two when the last stage became narrower.
 */
export const imageNetResults: Fact<readonly ImageNetResult[]> = {
	value: ['EfficientNet-B7', 'EfficientNetV2-S', 'EfficientNetV2-M', 'EfficientNetV2-L'].map((model) => ({
		model,
		top1: figure(model, 'top1'),
		parametersM: figure(model, 'parametersM'),
		trainingHours: figure(model, 'trainingHours')
	})),
	source: table7.source,
	verified: true
};
