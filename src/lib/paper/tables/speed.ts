/** Speeds that others measured on their graphics cards, one source each. Not in the paper. */
import { citedRows, type CitedTable, type ColumnName } from './table';

const columns: readonly ColumnName[] = [
	'pair',
	'device',
	'batch',
	'tfFloat16V2',
	'trtFloat16V1',
	'trtFloat16V2',
	'trtInt8V1',
	'trtInt8V2'
];

/** Milliseconds for a batch, TensorRT 8.0 and TensorFlow; read from images. */
const tensorrt: CitedTable = {
	id: 'tensorrt',
	number: null,
	columns,
	terms: [],
	rows: citedRows(columns, false, [
		['V1-B4 vs V2-S', 'A100-SXM-80GB', 1, 9.8, 2.2, 1.8, 1.2, 1.2],
		['V1-B4 vs V2-S', 'A100-SXM-80GB', 8, 11.9, 5.7, 3.8, 2.8, 2.4],
		['V1-B4 vs V2-S', 'A100-SXM-80GB', 16, 18.2, 9.8, 6.4, 4.6, 3.9],
		['V1-B4 vs V2-S', 'A100-SXM-80GB', 32, 29.1, 18.3, 11.8, 8, 6.6],
		['V1-B4 vs V2-S', 'A100-SXM-80GB', 64, 52.5, 34.9, 23.3, 14.8, 12.2],
		['V1-B4 vs V2-S', 'V100-SXM3-32GB', 1, 9.9, 2.9, 2.6, 3.6, 3.2],
		['V1-B4 vs V2-S', 'V100-SXM3-32GB', 8, 16.6, 10.1, 7.3, 11.3, 7.9],
		['V1-B4 vs V2-S', 'V100-SXM3-32GB', 16, 26.2, 18, 12.8, 19.7, 11.8],
		['V1-B4 vs V2-S', 'V100-SXM3-32GB', 32, 46.8, 33.3, 23.2, 35.7, 20.3],
		['V1-B4 vs V2-S', 'V100-SXM3-32GB', 64, 87, 64, 43.5, 66.3, 37.6],
		['V1-B7 vs V2-M', 'A100-SXM-80GB', 1, 14.2, 7.1, 3.1, 3.4, 2],
		['V1-B7 vs V2-M', 'A100-SXM-80GB', 8, 25.5, 27.9, 9.2, 12.5, 5.2],
		['V1-B7 vs V2-M', 'A100-SXM-80GB', 16, 42.3, 52.8, 16.2, 22.5, 8.7],
		['V1-B7 vs V2-M', 'A100-SXM-80GB', 32, 66.4, 103.6, 31.2, 42.2, 15.5],
		['V1-B7 vs V2-M', 'A100-SXM-80GB', 64, 117.6, 195.8, 58.3, 80.6, 28.5],
		['V1-B7 vs V2-M', 'V100-SXM3-32GB', 1, 16, 10, 4.7, 14, 6.1],
		['V1-B7 vs V2-M', 'V100-SXM3-32GB', 8, 37.5, 51.7, 18.1, 64.1, 18.9],
		['V1-B7 vs V2-M', 'V100-SXM3-32GB', 16, 61.6, 97.3, 31.8, 122.4, 31.2],
		['V1-B7 vs V2-M', 'V100-SXM3-32GB', 32, 110.1, 188.8, 59.9, 230.7, 55.9],
		['V1-B7 vs V2-M', 'V100-SXM3-32GB', 64, 207, 369.9, 115.5, 430.1, 107.3],
		['V1-B7 vs V2-L', 'A100-SXM-80GB', 1, 19, 7.1, 4.9, 3.4, 3],
		['V1-B7 vs V2-L', 'A100-SXM-80GB', 8, 42.6, 27.9, 15.2, 12.5, 8.6],
		['V1-B7 vs V2-L', 'A100-SXM-80GB', 16, 66.7, 52.8, 27.7, 22.5, 14.2],
		['V1-B7 vs V2-L', 'A100-SXM-80GB', 32, 106.1, 103.6, 51.3, 42.2, 25.6],
		['V1-B7 vs V2-L', 'A100-SXM-80GB', 64, 190.9, 195.8, 99, 80.6, 48.1],
		['V1-B7 vs V2-L', 'V100-SXM3-32GB', 1, 21.5, 10, 7.3, 14, 10],
		['V1-B7 vs V2-L', 'V100-SXM3-32GB', 8, 62.3, 51.7, 31, 64.1, 34.8],
		['V1-B7 vs V2-L', 'V100-SXM3-32GB', 16, 101.3, 97.3, 56.3, 122.4, 58.1],
		['V1-B7 vs V2-L', 'V100-SXM3-32GB', 32, 181, 188.8, 105.5, 230.7, 107.5],
		['V1-B7 vs V2-L', 'V100-SXM3-32GB', 64, 346.6, 369.9, 197.9, 430.1, 207]
	]),
	source: 'google/automl efficientnetv2/g3doc GPU latency sheets @6a54c8741e7c'
};

const rateColumns: readonly ColumnName[] = ['model', 'inferSize', 'inferRate', 'trainSize', 'trainRate'];

/** Images a second with automatic mixed precision, channels last; batch sizes differ by model. */
const rtx3090: CitedTable = {
	id: 'rtx3090',
	number: null,
	columns: rateColumns,
	terms: [],
	rows: citedRows(rateColumns, false, [
		['tf_efficientnetv2_b0', 224, 9930.95, 192, 3428.08],
		['tf_efficientnetv2_b1', 240, 6476.52, 192, 2548.95],
		['tf_efficientnetv2_b2', 260, 4718.26, 208, 1951.52],
		['tf_efficientnetv2_b3', 300, 2654.14, 240, 1041.71],
		['tf_efficientnetv2_s', 384, 1219.16, 300, 488.25],
		['tf_efficientnetv2_m', 480, 458.93, 384, 173.37],
		['tf_efficientnetv2_l', 480, 257.29, 384, 97.56],
		['tf_efficientnet_b0', 224, 7016.18, 224, 1779.02],
		['tf_efficientnet_b1', 240, 4370.6, 240, 1099.77],
		['tf_efficientnet_b2', 260, 3402.3, 260, 848.58],
		['tf_efficientnet_b3', 300, 1975.92, 300, 494.58],
		['tf_efficientnet_b4', 380, 957.62, 380, 241.83],
		['tf_efficientnet_b5', 456, 476.47, 456, 111.42],
		['tf_efficientnet_b6', 528, 274.07, 528, 62.84],
		['tf_efficientnet_b7', 600, 160.43, 600, 37.22]
	]),
	source: 'huggingface/pytorch-image-models results/*.csv @aa4b5850c154'
};

export const speedTables = [tensorrt, rtx3090] as const;
