import type { StageTable } from '../variant';

/** Squeeze-and-excitation in every MBConv stage of V1 and V2: a quarter of the block's input channels. */
export const SE_RATIO = 0.25;

type Numbers = readonly [
	kernel: 3 | 5,
	stride: 1 | 2,
	expandRatio: number,
	input: number,
	output: number,
	layers: number
];

function row(op: StageTable['op'], seRatio: number, numbers: Numbers): StageTable {
	const [kernel, stride, expandRatio, input, output, layers] = numbers;
	return { op, kernel, stride, expandRatio, in: input, out: output, layers, seRatio };
}

/** A stage of MBConv blocks: 1×1 expansion, depthwise k×k, squeeze-and-excitation, 1×1 projection. */
export const mbconv = (...numbers: Numbers): StageTable => row('mbconv', SE_RATIO, numbers);

/** A stage of Fused-MBConv blocks: dense k×k expansion, 1×1 projection, no squeeze-and-excitation. */
export const fused = (...numbers: Numbers): StageTable => row('fused_mbconv', 0, numbers);
