/**
 * EfficientNet (V1), for comparison: B0 of Tan & Le 2019 (arXiv 1905.11946, Table 1) and what compound scaling makes
 * of it, with the original ten-percent guard of channel rounding. Coefficients, sizes and dropout rates as released.
 */
import { scaleVariant } from '../scaling';
import type { Variant } from '../variant';
import { mbconv } from './row';

const b0: Variant = {
	name: 'efficientnet-b0',
	family: 'efficientnet_v1',
	stem: { kernel: 3, stride: 2, out: 32 },
	// Columns: kernel, stride, expansion, in, out, layers.
	stages: [
		mbconv(3, 1, 1, 32, 16, 1),
		mbconv(3, 2, 6, 16, 24, 2),
		mbconv(5, 2, 6, 24, 40, 2),
		mbconv(3, 2, 6, 40, 80, 3),
		mbconv(5, 1, 6, 80, 112, 3),
		mbconv(5, 2, 6, 112, 192, 4),
		mbconv(3, 1, 6, 192, 320, 1)
	],
	headChannels: 1280,
	classes: 1000,
	evalSize: 224,
	dropout: 0.2,
	survivalProbability: 0.8
};

const scaled = (size: string, width: number, depth: number, evalSize: number, dropout: number): Variant =>
	scaleVariant(b0, { name: `efficientnet-${size}`, width, depth, evalSize, dropout, guard: true });

export const efficientNet: readonly Variant[] = [
	b0,
	scaled('b1', 1.0, 1.1, 240, 0.2),
	scaled('b2', 1.1, 1.2, 260, 0.3),
	scaled('b3', 1.2, 1.4, 300, 0.3),
	scaled('b4', 1.4, 1.8, 380, 0.4),
	scaled('b5', 1.6, 2.2, 456, 0.4),
	scaled('b6', 1.8, 2.6, 528, 0.5),
	scaled('b7', 2.0, 3.1, 600, 0.5),
	scaled('b8', 2.2, 3.6, 672, 0.5),
	scaled('l2', 4.3, 5.3, 800, 0.5)
];
