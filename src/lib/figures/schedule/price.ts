/** What a schedule costs before it is trained: multiply-adds, time, memory. */
import type { StageConfig } from '$lib/recipe/config';
import { passes } from '$lib/state/cost';
import { totalEpochs } from './view';

/** Of one image at a size in pixels, in any unit. */
export type CostOfSize = (size: number) => number;

export interface StagePrice {
	readonly size: number;
	/** Multiply-adds of the whole stage, forward and back. */
	readonly macs: number;
	/** Predicted training time, ms; null where nothing was measured. */
	readonly ms: number | null;
	/** Memory of one of its steps; null where it is not known. */
	readonly bytes: number | null;
}

export interface Price {
	readonly stages: readonly StagePrice[];
	readonly macs: number;
	readonly ms: number | null;
	/** Memory of the largest step; null where one is not known. */
	readonly bytes: number | null;
	/** Multiply-adds relative to as many epochs at the last stage's size. */
	readonly againstFixed: number;
}

/**
 * @param images seen in one epoch
 * @param macs multiply-adds of one image forward
 * @param msPerImage predicted time of one image in training, or null where the device was not measured
 * @param bytes memory of a training step
 */
export function priceOf(
	stages: readonly StageConfig[],
	images: number,
	macs: CostOfSize,
	msPerImage: CostOfSize | null,
	bytes: (size: number) => number | null = () => null
): Price {
	const priced = stages.map(({ size, epochs }) => ({
		size,
		macs: passes * epochs * images * macs(size),
		ms: msPerImage === null ? null : epochs * images * msPerImage(size),
		bytes: bytes(size)
	}));
	const fixed = passes * totalEpochs(stages) * images * macs(stages.at(-1)?.size ?? NaN);
	const all = priced.reduce((sum, stage) => sum + stage.macs, 0);
	return {
		stages: priced,
		macs: all,
		ms: msPerImage === null ? null : priced.reduce((sum, { ms }) => sum + (ms ?? 0), 0),
		bytes: priced.every((stage) => stage.bytes !== null)
			? Math.max(...priced.map((stage) => stage.bytes ?? 0))
			: null,
		againstFixed: fixed === 0 ? 1 : all / fixed
	};
}
