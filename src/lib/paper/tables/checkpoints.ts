/** The released weights: what their authors state, and what ports measured again. Not in the paper. */
import { citedRows, type CitedTable, type ColumnName } from './table';

const columns: readonly ColumnName[] = ['model', 'top1', 'fineTunedTop1', 'parametersM', 'flopsG'];

export const checkpoints: CitedTable = {
	id: 'checkpoints',
	number: null,
	columns,
	terms: [],
	rows: citedRows(columns, true, [
		['S', 83.9, 84.9, 21.5, 8.4],
		['M', 85.2, 86.2, 54.1, 24.7],
		['L', 85.7, 86.9, 119.5, 56.3],
		['XL', null, 87.2, null, null],
		['B0', 78.7, null, 7.1, 0.72],
		['B1', 79.8, null, 8.1, 1.2],
		['B2', 80.5, null, 10.1, 1.7],
		['B3', 82.1, null, 14.4, 3]
	]),
	source: 'google/automl efficientnetv2/README.md @6a54c8741e7c'
};

const portColumns: readonly ColumnName[] = ['model', 'timm', 'leondgarse', 'official'];

const retests: CitedTable = {
	id: 'retests',
	number: null,
	columns: portColumns,
	terms: [],
	rows: citedRows(portColumns, true, [
		['S', 83.9, 83.86, null],
		['M', 85.208, 85.09, null],
		['L', 85.66, 85.5, null],
		['S 21k-ft1k', 84.332, 84.328, 84.9],
		['M 21k-ft1k', 86.014, 85.606, 86.2],
		['L 21k-ft1k', 86.802, 86.294, 86.9],
		['XL 21k-ft1k', 86.754, 86.532, 87.2],
		['B0', 78.386, 78.748, 78.7],
		['B1', 79.518, 79.87, 79.8],
		['B2', 80.226, 80.642, 80.5],
		['B3', 81.96, 82.098, 82.1]
	]),
	source:
		'huggingface/pytorch-image-models results/*.csv @aa4b5850c154; leondgarse/keras_efficientnet_v2 README @f12af95751e6'
};

const kerasColumns: readonly ColumnName[] = ['model', 'top1', 'top5', 'allParametersM'];

const keras: CitedTable = {
	id: 'keras',
	number: null,
	columns: kerasColumns,
	terms: [],
	rows: citedRows(kerasColumns, true, [
		['B0', 78.7, 94.3, 7.2],
		['B1', 79.8, 95, 8.2],
		['B2', 80.5, 95.1, 10.2],
		['B3', 82, 95.8, 14.5],
		['S', 83.9, 96.7, 21.6],
		['M', 85.3, 97.4, 54.4],
		['L', 85.7, 97.5, 119]
	]),
	source: 'Keras Applications model table (keras.io)'
};

export const checkpointTables = [checkpoints, retests, keras] as const;
