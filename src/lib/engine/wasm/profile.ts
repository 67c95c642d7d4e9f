/** Times each call of a list by the host's clock, which browsers round: by 5 µs in isolated pages, by 100 µs elsewhere. */
import type { DispatchTiming } from '../executor';
import { spread } from '../spread';
import type { TimedCall } from '../plan/plan';
import type { Context } from './context';
import type { Place } from './state';

/** Calls in linear memory. */
interface Runnable {
	readonly calls: readonly TimedCall[];
	/** Runs one of them. */
	runCall(at: number): void;
}

export interface ProfileOptions {
	/** Runs that count; one more goes before them to warm up. */
	readonly repeats: number;
	/** Places that every run finds, and leaves, as they are now. */
	readonly kept: readonly Place[];
}

/** Throws RangeError for a bad number of repeats. */
export function timeCalls(
	{ heap }: Context,
	bound: Runnable,
	{ repeats, kept }: ProfileOptions
): DispatchTiming[] {
	if (!Number.isInteger(repeats) || repeats < 1) {
		throw new RangeError(`A profile takes a whole number of repeats from 1, not ${repeats}.`);
	}
	const copies = kept.map(({ address, elements }) => ({ address, values: heap.read(address, elements) }));
	const runs: number[][] = [];
	for (let run = 0; run <= repeats; run++) {
		try {
			const ns = timed(bound);
			if (run > 0) runs.push(ns);
		} finally {
			for (const { address, values } of copies) heap.write(address, values);
		}
	}
	return bound.calls.map(({ kernel, layer, pass, macs, bytes }, at) => {
		const ns = spread(runs.map((run) => run[at] ?? NaN)).median;
		return { layer, pass, kernel: kernel.kind, macs, bytes, ns };
	});
}

/** Nanoseconds of each call of one run. */
function timed(bound: Runnable): number[] {
	return bound.calls.map((_, at) => {
		const start = performance.now();
		bound.runCall(at);
		return (performance.now() - start) * 1e6;
	});
}
