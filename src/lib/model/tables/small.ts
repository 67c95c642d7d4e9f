/**
 * This project's own networks for 32×32 images: EfficientNetV2's pattern (Fused-MBConv early, MBConv late) at a size
 * that a laptop trains in minutes. Not in the paper. Each comes with two twins, see twin.ts.
 */
import { withEveryStageFused, withEveryStageMBConv } from '../twin';
import type { StageTable, Variant } from '../variant';
import { fused, mbconv } from './row';

function small(name: string, headChannels: number, stages: readonly [StageTable, ...StageTable[]]): Variant {
	const stem = { kernel: 3, stride: 1, out: stages[0].in } as const;
	const common = {
		family: 'small',
		classes: 10,
		evalSize: 32,
		dropout: 0.2,
		survivalProbability: 0.8
	} as const;
	return { name, ...common, stem, stages, headChannels };
}

// Columns: kernel, stride, expansion, in, out, layers.
const pico = small('v2-pico', 192, [
	fused(3, 1, 1, 8, 8, 1),
	fused(3, 2, 4, 8, 16, 1),
	mbconv(3, 2, 4, 16, 32, 1),
	mbconv(3, 1, 4, 32, 40, 1),
	mbconv(3, 2, 4, 40, 48, 1)
]);

const nano = small('v2-nano', 256, [
	fused(3, 1, 1, 16, 16, 1),
	fused(3, 2, 4, 16, 32, 2),
	mbconv(3, 2, 4, 32, 48, 2),
	mbconv(3, 2, 6, 48, 64, 2)
]);

const micro = small('v2-micro', 448, [
	fused(3, 1, 1, 16, 16, 1),
	fused(3, 2, 4, 16, 32, 2),
	fused(3, 1, 4, 32, 48, 2),
	mbconv(3, 2, 4, 48, 72, 3),
	mbconv(3, 1, 6, 72, 88, 3),
	mbconv(3, 2, 6, 88, 112, 2)
]);

const tiny = small('v2-tiny', 768, [
	fused(3, 1, 1, 24, 24, 2),
	fused(3, 2, 4, 24, 40, 3),
	fused(3, 1, 4, 40, 56, 3),
	mbconv(3, 2, 4, 56, 96, 4),
	mbconv(3, 1, 6, 96, 112, 4),
	mbconv(3, 2, 6, 112, 160, 4)
]);

export const small32: readonly Variant[] = [pico, nano, micro, tiny].flatMap((variant) => [
	variant,
	withEveryStageMBConv(variant),
	withEveryStageFused(variant)
]);
