/** How long an image takes to train on, predicted from what was measured. Pure. */
import type { Trial } from '$lib/worker/protocol';
import type { Stopwatch } from './forecast';

/** Of one image at a side in pixels. */
export type BySize = (size: number) => number;

/**
 * By the run's own pace where it has made steps; at sizes that it has not trained at, in proportion to the multiply-adds.
 * @param batch images of a step
 * @param cost multiply-adds of one image
 * @returns milliseconds an image, or null before the first step
 */
export function paceOfRun(stopwatch: Stopwatch, batch: number, cost: BySize): BySize | null {
	const known = stopwatch.sizes.at(-1);
	const knownMs = known === undefined ? null : stopwatch.stepMs(known);
	if (known === undefined || knownMs === null) return null;
	return (size) => (stopwatch.stepMs(size) ?? (knownMs * cost(size)) / cost(known)) / batch;
}

/**
 * By what the engine was measured at before any run, in proportion to the multiply-adds.
 * @param costOf multiply-adds of one image of a network; throws RangeError for an unknown one
 * @returns milliseconds an image, or null where the engine was not measured
 */
export function paceOfTrial(
	trial: Trial | undefined,
	model: string,
	costOf: (model: string) => BySize
): BySize | null {
	const pace = trial?.pace;
	if (!pace) return null;
	const perMac = 1000 / pace.imagesPerSecond / costOf(pace.model)(pace.size);
	const cost = costOf(model);
	return (size) => perMac * cost(size);
}
