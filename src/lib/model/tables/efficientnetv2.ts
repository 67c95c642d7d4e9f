/**
 * EfficientNetV2. S, M, L, XL and B0 from google/automl, efficientnetv2/effnetv2_configs.py at 6a54c8741e7c; the
 * first S from Table 4 of arXiv 2104.00298v1, whose last stage and head are wider than the released network's.
 * B1 to B3 are B0, scaled; the V2 code rounds channels without V1's ten-percent guard.
 */
import { scaleVariant } from '../scaling';
import type { StageTable, Variant } from '../variant';
import { fused, mbconv } from './row';

function v2(
	name: string,
	evalSize: number,
	dropout: number,
	headChannels: number,
	stages: readonly [StageTable, ...StageTable[]]
): Variant {
	const stem = { kernel: 3, stride: 2, out: stages[0].in } as const;
	const common = { family: 'efficientnetv2', classes: 1000, survivalProbability: 0.8 } as const;
	return { name, ...common, stem, stages, headChannels, evalSize, dropout };
}

// Columns: kernel, stride, expansion, in, out, layers.
const b0 = v2('efficientnetv2-b0', 224, 0.2, 1280, [
	fused(3, 1, 1, 32, 16, 1),
	fused(3, 2, 4, 16, 32, 2),
	fused(3, 2, 4, 32, 48, 2),
	mbconv(3, 2, 4, 48, 96, 3),
	mbconv(3, 1, 6, 96, 112, 5),
	mbconv(3, 2, 6, 112, 192, 8)
]);

const s = v2('efficientnetv2-s', 384, 0.2, 1280, [
	fused(3, 1, 1, 24, 24, 2),
	fused(3, 2, 4, 24, 48, 4),
	fused(3, 2, 4, 48, 64, 4),
	mbconv(3, 2, 4, 64, 128, 6),
	mbconv(3, 1, 6, 128, 160, 9),
	mbconv(3, 2, 6, 160, 256, 15)
]);

/** No dropout rate was published for it: the released S's stands in. */
const sArxivV1 = v2('efficientnetv2-s-arxiv-v1', 384, 0.2, 1792, [
	fused(3, 1, 1, 24, 24, 2),
	fused(3, 2, 4, 24, 48, 4),
	fused(3, 2, 4, 48, 64, 4),
	mbconv(3, 2, 4, 64, 128, 6),
	mbconv(3, 1, 6, 128, 160, 9),
	mbconv(3, 2, 6, 160, 272, 15)
]);

const m = v2('efficientnetv2-m', 480, 0.3, 1280, [
	fused(3, 1, 1, 24, 24, 3),
	fused(3, 2, 4, 24, 48, 5),
	fused(3, 2, 4, 48, 80, 5),
	mbconv(3, 2, 4, 80, 160, 7),
	mbconv(3, 1, 6, 160, 176, 14),
	mbconv(3, 2, 6, 176, 304, 18),
	mbconv(3, 1, 6, 304, 512, 5)
]);

const l = v2('efficientnetv2-l', 480, 0.4, 1280, [
	fused(3, 1, 1, 32, 32, 4),
	fused(3, 2, 4, 32, 64, 7),
	fused(3, 2, 4, 64, 96, 7),
	mbconv(3, 2, 4, 96, 192, 10),
	mbconv(3, 1, 6, 192, 224, 19),
	mbconv(3, 2, 6, 224, 384, 25),
	mbconv(3, 1, 6, 384, 640, 7)
]);

const xl = v2('efficientnetv2-xl', 512, 0.4, 1280, [
	fused(3, 1, 1, 32, 32, 4),
	fused(3, 2, 4, 32, 64, 8),
	fused(3, 2, 4, 64, 96, 8),
	mbconv(3, 2, 4, 96, 192, 16),
	mbconv(3, 1, 6, 192, 256, 24),
	mbconv(3, 2, 6, 256, 512, 32),
	mbconv(3, 1, 6, 512, 640, 8)
]);

const scaled = (number: 1 | 2 | 3, width: number, depth: number, evalSize: number, dropout: number) =>
	scaleVariant(b0, { name: `efficientnetv2-b${number}`, width, depth, evalSize, dropout, guard: false });

export const efficientNetV2: readonly Variant[] = [
	s,
	m,
	l,
	xl,
	b0,
	scaled(1, 1.0, 1.1, 240, 0.2),
	scaled(2, 1.1, 1.2, 260, 0.3),
	scaled(3, 1.2, 1.4, 300, 0.3),
	sArxivV1
];
