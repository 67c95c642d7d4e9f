/** EfficientNetV2-S as its table prints it, in the paper's last version and in its first: Table 4. */
import { citedRows, paperTable, type CitedTable, type ColumnName } from './table';

const columns: readonly ColumnName[] = ['stage', 'operator', 'stride', 'channels', 'layers', 'edition'];

export const table4: CitedTable = {
	id: 'table4',
	number: 4,
	columns,
	terms: ['edition'],
	rows: [
		...citedRows(columns, true, [
			[0, 'Conv3x3', 2, 24, 1, 'v3'],
			[1, 'Fused-MBConv1, k3x3', 1, 24, 2, 'v3'],
			[2, 'Fused-MBConv4, k3x3', 2, 48, 4, 'v3'],
			[3, 'Fused-MBConv4, k3x3', 2, 64, 4, 'v3'],
			[4, 'MBConv4, k3x3, SE0.25', 2, 128, 6, 'v3'],
			[5, 'MBConv6, k3x3, SE0.25', 1, 160, 9, 'v3'],
			[6, 'MBConv6, k3x3, SE0.25', 2, 256, 15, 'v3'],
			[7, 'Conv1x1 & Pooling & FC', null, 1280, 1, 'v3']
		]),
		...citedRows(columns, false, [
			[0, 'Conv3x3', 2, 24, 1, 'v1'],
			[1, 'Fused-MBConv1, k3x3', 1, 24, 2, 'v1'],
			[2, 'Fused-MBConv4, k3x3', 2, 48, 4, 'v1'],
			[3, 'Fused-MBConv4, k3x3', 2, 64, 4, 'v1'],
			[4, 'MBConv4, k3x3, SE0.25', 2, 128, 6, 'v1'],
			[5, 'MBConv6, k3x3, SE0.25', 1, 160, 9, 'v1'],
			[6, 'MBConv6, k3x3, SE0.25', 2, 272, 15, 'v1'],
			[7, 'Conv1x1 & Pooling & FC', null, 1792, 1, 'v1']
		])
	],
	source: paperTable(4)
};
