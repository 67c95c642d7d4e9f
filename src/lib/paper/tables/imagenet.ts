/**
 * The paper's main results: Table 7. The body of the first version was read as a whole; of the last version, which
 * changed the V2 rows and added XL, the rows of V2 are known from works that quote them, its times of S, M and L are not.
 */
import { paperTable, type Cell, type CitedRow, type CitedTable, type ColumnName } from './table';

const columns: readonly ColumnName[] = [
	'model',
	'family',
	'top1',
	'parametersM',
	'flopsG',
	'latencyMs',
	'trainingHours',
	'edition'
];
/** One source alone has the times … */
const times: readonly ColumnName[] = ['latencyMs', 'trainingHours'];
/** … or all figures. */
const figures: readonly ColumnName[] = ['top1', 'parametersM', 'flopsG', ...times];

const row = (unverified: readonly ColumnName[], cells: readonly Cell[]): CitedRow => ({ cells, unverified });

/** Latency: batch of 16 on a V100 in float16. Hours: on 32 TPU cores. FLOPs are multiply-adds. */
export const table7: CitedTable = {
	id: 'table7',
	number: 7,
	columns,
	terms: ['family', 'edition'],
	rows: [
		row(figures, ['EfficientNet-B3', 'EfficientNet', 81.5, 12, 1.9, 19, 10, 'v1']),
		row([], ['EfficientNet-B4', 'EfficientNet', 82.9, 19, 4.2, 30, 21, 'v1']),
		row(figures, ['EfficientNet-B5', 'EfficientNet', 83.7, 30, 10, 60, 43, 'v1']),
		row(times, ['EfficientNet-B6', 'EfficientNet', 84.3, 43, 19, 97, 75, 'v1']),
		row([], ['EfficientNet-B7', 'EfficientNet', 84.7, 66, 38, 170, 139, 'v1']),
		row(figures, ['RegNetY-8GF', 'RegNetY', 81.7, 39, 8, 21, null, 'v1']),
		row(times, ['RegNetY-16GF', 'RegNetY', 82.9, 84, 16, 32, null, 'v1']),
		row(figures, ['ResNeSt-101', 'ResNeSt', 83, 48, 13, 31, null, 'v1']),
		row(figures, ['ResNeSt-200', 'ResNeSt', 83.9, 70, 36, 76, null, 'v1']),
		row(figures, ['ResNeSt-269', 'ResNeSt', 84.5, 111, 78, 160, null, 'v1']),
		row(figures, ['TResNet-L', 'TResNet', 83.8, 56, null, 45, null, 'v1']),
		row(figures, ['TResNet-XL', 'TResNet', 84.3, 78, null, 66, null, 'v1']),
		row(figures, ['EfficientNet-X', 'others', 84.7, 73, 91, null, null, 'v1']),
		row(times, ['NFNet-F0', 'NFNet', 83.6, 72, 12, 30, 8.9, 'v1']),
		row(times, ['NFNet-F1', 'NFNet', 84.7, 133, 36, 70, 20, 'v1']),
		row(times, ['NFNet-F2', 'NFNet', 85.1, 194, 63, 124, 36, 'v1']),
		row(times, ['NFNet-F3', 'NFNet', 85.7, 255, 115, 203, 65, 'v1']),
		row(times, ['NFNet-F4', 'NFNet', 85.9, 316, 215, 309, 126, 'v1']),
		row(times, ['ResNet-RS', 'others', 84.4, 192, 128, null, 61, 'v1']),
		row(figures, ['LambdaResNet-420-hybrid', 'others', 84.9, 125, null, null, 67, 'v1']),
		row(times, ['BotNet-T7-hybrid', 'others', 84.7, 75, 46, null, 95, 'v1']),
		row(figures, ['BiT-M-R152x2 (21k)', 'others', 85.2, 236, 135, 500, null, 'v1']),
		row(figures, ['ViT-B/32', 'transformers', 73.4, 88, 13, 13, null, 'v1']),
		row(figures, ['ViT-B/16', 'transformers', 74.9, 87, 56, 68, null, 'v1']),
		row(times, ['DeiT-B (ViT+reg)', 'transformers', 81.8, 86, 18, 19, null, 'v1']),
		row(times, ['DeiT-B-384 (ViT+reg)', 'transformers', 83.1, 86, 56, 68, null, 'v1']),
		row(figures, ['T2T-ViT-19', 'transformers', 81.4, 39, 8.4, null, null, 'v1']),
		row(figures, ['T2T-ViT-24', 'transformers', 82.2, 64, 13, null, null, 'v1']),
		row(times, ['ViT-B/16 (21k)', 'transformers', 84.6, 87, 56, 68, null, 'v1']),
		row(times, ['ViT-L/16 (21k)', 'transformers', 85.3, 304, 192, 195, 172, 'v1']),
		row([], ['EfficientNetV2-S', 'EfficientNetV2', 83.9, 24, 8.8, 24, 7.1, 'v1']),
		row([], ['EfficientNetV2-M', 'EfficientNetV2', 85.1, 55, 24, 57, 13, 'v1']),
		row([], ['EfficientNetV2-L', 'EfficientNetV2', 85.7, 121, 53, 98, 24, 'v1']),
		row(times, ['EfficientNetV2-S (21k)', 'EfficientNetV2 (21k)', 85, 24, 8.8, 24, 9, 'v1']),
		row(times, ['EfficientNetV2-M (21k)', 'EfficientNetV2 (21k)', 86.1, 55, 24, 57, 15, 'v1']),
		row(times, ['EfficientNetV2-L (21k)', 'EfficientNetV2 (21k)', 86.8, 121, 53, 98, 26, 'v1']),
		row([], ['EfficientNetV2-S', 'EfficientNetV2', 83.9, 22, 8.8, null, null, 'v3']),
		row([], ['EfficientNetV2-M', 'EfficientNetV2', 85.1, 54, 24, null, null, 'v3']),
		row([], ['EfficientNetV2-L', 'EfficientNetV2', 85.7, 120, 53, null, null, 'v3']),
		row([], ['EfficientNetV2-S (21k)', 'EfficientNetV2 (21k)', 84.9, 22, null, null, null, 'v3']),
		row([], ['EfficientNetV2-M (21k)', 'EfficientNetV2 (21k)', 86.2, 54, null, null, null, 'v3']),
		row([], ['EfficientNetV2-L (21k)', 'EfficientNetV2 (21k)', 86.8, 120, 53, null, null, 'v3']),
		row([], ['EfficientNetV2-XL (21k)', 'EfficientNetV2 (21k)', 87.3, 208, 94, null, 45, 'v3'])
	],
	source: paperTable(7)
};
