/** The training-aware search of section 3.3, and published figures by which its reward can rank networks. */
import type { Fact } from './fact';

const section = 'Tan & Le 2021 (arXiv 2104.00298), section 3.3';

/** Of the reward A·S^w·P^v; "empirically determined". */
export const searchExponents: Fact<{ readonly w: number; readonly v: number }> = {
	value: { w: -0.07, v: -0.05 },
	source: section,
	verified: true
};

/** Candidates at most, epochs of each (about), and the held-out training images, "minival". */
export const searchEffort: Fact<{
	readonly candidates: number;
	readonly epochs: number;
	readonly minival: number;
}> = {
	value: { candidates: 1000, epochs: 10, minival: 25_000 },
	source: section,
	verified: true
};

export interface PricedNetwork {
	readonly model: string;
	/** Top-1 on ImageNet, per cent. */
	readonly top1: number;
	/** Time in the unit of its table. */
	readonly time: number;
	/** Millions. */
	readonly parametersM: number;
}

const row = (model: string, top1: number, time: number, parametersM: number): PricedNetwork => ({
	model,
	top1,
	time,
	parametersM
});

/**
 * Table 7, networks trained on ImageNet alone whose training time is printed: hours on 32 TPU cores for the whole
 * training, progressive learning included in those of V2. Hours are of the paper's first version; the V2 networks'
 * parameters are those of the last.
 */
export const trainedNetworks: Fact<readonly PricedNetwork[]> = {
	value: [
		row('EfficientNetV2-S', 83.9, 7.1, 22),
		row('EfficientNetV2-M', 85.1, 13, 54),
		row('EfficientNetV2-L', 85.7, 24, 120),
		row('EfficientNet-B3', 81.5, 10, 12),
		row('EfficientNet-B4', 82.9, 21, 19),
		row('EfficientNet-B5', 83.7, 43, 30),
		row('EfficientNet-B6', 84.3, 75, 43),
		row('EfficientNet-B7', 84.7, 139, 66),
		row('NFNet-F0', 83.6, 8.9, 72),
		row('NFNet-F1', 84.7, 20, 133),
		row('NFNet-F2', 85.1, 36, 194),
		row('NFNet-F3', 85.7, 65, 255),
		row('NFNet-F4', 85.9, 126, 316),
		row('ResNet-RS', 84.4, 61, 192),
		row('LambdaResNet-420-hybrid', 84.9, 67, 125),
		row('BotNet-T7-hybrid', 84.7, 95, 75)
	],
	source: 'Tan & Le 2021 (arXiv 2104.00298), Table 7',
	verified: false
};

/** A stage range of EfficientNet-B4 with Fused-MBConv, and images/s of a training step on a core or a card. */
interface FusedB4 {
	readonly fused: 'none' | '1-3' | '1-5' | '1-7';
	readonly top1: number;
	readonly parametersM: number;
	readonly tpu: number;
	readonly v100: number;
}

/** Table 3: EfficientNet-B4 with MBConv replaced by Fused-MBConv in more and more stages. */
export const fusedB4: Fact<readonly FusedB4[]> = {
	value: [
		{ fused: 'none', top1: 82.8, parametersM: 19.3, tpu: 262, v100: 155 },
		{ fused: '1-3', top1: 83.1, parametersM: 20, tpu: 362, v100: 216 },
		{ fused: '1-5', top1: 83.1, parametersM: 43.4, tpu: 327, v100: 223 },
		{ fused: '1-7', top1: 81.7, parametersM: 132, tpu: 254, v100: 206 }
	],
	source: 'Tan & Le 2021 (arXiv 2104.00298), Table 3',
	verified: true
};
