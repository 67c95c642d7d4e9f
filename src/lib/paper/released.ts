/** Progressive learning as the released code does it, which is not what the paper says: google/automl issue 1175. */
import type { Fact } from './fact';

export interface ReleasedSettings {
	/** Image side of the last stage, pixels. */
	readonly trainSize: number;
	/** Of the last stage. */
	readonly randAugmentMagnitude: number;
	/** α of the last stage. */
	readonly mixupAlpha: number;
	readonly cutmixAlpha: number;
	/** Of all stages. */
	readonly dropout: number;
}

const configurations = 'google/automl efficientnetv2 at 6a54c8741e7c, effnetv2_configs.py';

function released(
	trainSize: number,
	randAugmentMagnitude: number,
	mixAlpha: number,
	dropout: number
): Fact<ReleasedSettings> {
	return {
		value: { trainSize, randAugmentMagnitude, mixupAlpha: mixAlpha, cutmixAlpha: mixAlpha, dropout },
		source: configurations,
		verified: false
	};
}

export const releasedSettings: Readonly<Record<'S' | 'M' | 'L', Fact<ReleasedSettings>>> = {
	S: released(300, 10, 0, 0.2),
	M: released(384, 15, 0.2, 0.3),
	L: released(384, 20, 0.5, 0.4)
};

/**
 * How the stages s = 0 … 3 come from these: sides int(128 + (trainSize - 128)·(s + 1)/4), so that the first is above
 * 128; magnitudes evenly from 5, α evenly from 0; dropout stays (the list by stage is built and thrown away).
 */
export const releasedSchedule: Fact<{
	readonly stages: number;
	/** Pixels. */
	readonly baseSize: number;
	readonly firstMagnitude: number;
	/** RandAugment's operations on each image. */
	readonly randAugmentLayers: number;
}> = {
	value: { stages: 4, baseSize: 128, firstMagnitude: 5, randAugmentLayers: 2 },
	source: 'google/automl efficientnetv2 at 6a54c8741e7c, main.py, datasets.py and autoaugment.py',
	verified: false
};
