/** Progressive learning as the paper has it. The released code differs: see its hparams and google/automl issue 1175. */
import type { Fact } from './fact';
import type { Spread } from './tables/table';

/** Values of the first and of the last stage; Algorithm 1 interpolates between them. */
export interface Span {
	readonly first: number;
	readonly last: number;
}

export interface ProgressiveSettings {
	/** Image side, pixels. */
	readonly imageSize: Span;
	readonly randAugmentMagnitude: Span;
	/** Parameter of the beta distribution from which mixup draws. */
	readonly mixupAlpha: Span;
	/** Rate before the classifier. */
	readonly dropout: Span;
}

const span = (first: number, last: number): Span => ({ first, last });
const table6 = 'Tan & Le 2021 (arXiv 2104.00298), Table 6';

/** Settings per network: Table 6. */
export const progressiveSettings: Readonly<Record<'S' | 'M' | 'L', Fact<ProgressiveSettings>>> = {
	S: {
		value: {
			imageSize: span(128, 300),
			randAugmentMagnitude: span(5, 15),
			mixupAlpha: span(0, 0),
			dropout: span(0.1, 0.3)
		},
		source: table6,
		verified: true
	},
	M: {
		value: {
			imageSize: span(128, 380),
			randAugmentMagnitude: span(5, 20),
			mixupAlpha: span(0, 0.2),
			dropout: span(0.1, 0.4)
		},
		source: table6,
		verified: true
	},
	L: {
		value: {
			imageSize: span(128, 380),
			randAugmentMagnitude: span(5, 25),
			mixupAlpha: span(0, 0.4),
			dropout: span(0.1, 0.5)
		},
		source: table6,
		verified: true
	}
};

/** Number of stages M of Algorithm 1 in the ImageNet experiments, about 87 of 350 epochs each. */
export const progressiveStages: Fact<number> = {
	value: 4,
	source: 'Tan & Le 2021 (arXiv 2104.00298), section 5.1',
	verified: true
};

/** The same network trained at a fixed size and progressively, on the same 32 TPU cores. */
export interface ProgressiveGain {
	readonly model: string;
	/** Top-1 on ImageNet, per cent, and training hours. */
	readonly fixed: { readonly top1: number; readonly hours: number };
	readonly progressive: { readonly top1: number; readonly hours: number };
}

/** Networks of other papers with and without progressive learning: Table 12, whose body only the first version shows. */
export const progressiveGains: Fact<readonly ProgressiveGain[]> = {
	value: [
		{ model: 'ResNet50 (224)', fixed: { top1: 78.1, hours: 4.9 }, progressive: { top1: 78.4, hours: 3.5 } },
		{ model: 'ResNet50 (380)', fixed: { top1: 80, hours: 14.3 }, progressive: { top1: 80.3, hours: 5.8 } },
		{ model: 'ResNet152 (380)', fixed: { top1: 82.4, hours: 15.5 }, progressive: { top1: 82.9, hours: 7.2 } },
		{ model: 'EfficientNet-B4', fixed: { top1: 82.9, hours: 20.8 }, progressive: { top1: 83.1, hours: 9.4 } },
		{ model: 'EfficientNet-B5', fixed: { top1: 83.7, hours: 42.9 }, progressive: { top1: 84, hours: 15.2 } }
	],
	source: 'Tan & Le 2021 (arXiv 2104.00298), Table 12',
	verified: false
};

/** Top-1 on ImageNet without and with adaptive regularisation, per cent. */
export interface AdaptiveGain {
	/** Images that grow, or whose size is drawn anew every eight epochs. */
	readonly schedule: 'progressiveResize' | 'randomResize';
	readonly vanilla: Spread;
	readonly adaptive: Spread;
	/** As printed, points. */
	readonly gain: number;
}

/** Means and deviations of three runs: Table 13, whose body only the first version shows. */
export const adaptiveGains: Fact<readonly [AdaptiveGain, AdaptiveGain]> = {
	value: [
		{
			schedule: 'progressiveResize',
			vanilla: { mean: 84.3, deviation: 0.14 },
			adaptive: { mean: 85.1, deviation: 0.07 },
			gain: 0.8
		},
		{
			schedule: 'randomResize',
			vanilla: { mean: 83.5, deviation: 0.11 },
			adaptive: { mean: 84.2, deviation: 0.1 },
			gain: 0.7
		}
	],
	source: 'Tan & Le 2021 (arXiv 2104.00298), Table 13',
	verified: false
};
