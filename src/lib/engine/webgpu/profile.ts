/**
 * Times each dispatch of a list by the GPU's clock. WebGPU tells the time at the borders of a pass only, so here each
 * dispatch has a pass of its own; what the device gains by overlapping dispatches of one pass is not in the numbers.
 *
 * Browsers blur the clock: Chrome by up to 100 µs (Dawn rounds to 65.5) unless it runs with
 * `--enable-webgpu-developer-features`, so that a short dispatch takes 0 or a full tick there. In Node the clock is as
 * fine as the device has it (dawn.ts).
 */
import { EngineError, type DispatchTiming } from '../executor';
import { spread } from '../spread';
import { encodeDispatch, type Dispatch } from './boundPlan';
import { Clock } from './clock';
import type { Context } from './context';
import { Vault } from './vault';

export interface ProfileOptions {
	/** Runs that count; one more goes before them to warm up. */
	readonly repeats: number;
	/** Buffers that every run finds, and leaves, as they are now. */
	readonly kept: readonly GPUBuffer[];
}

/** Throws RangeError for a bad number of repeats, EngineError where the device cannot tell the time or is out of memory. */
export async function timeDispatches(
	context: Context,
	dispatches: readonly Dispatch[],
	{ repeats, kept }: ProfileOptions
): Promise<DispatchTiming[]> {
	checkRepeats(repeats);
	if (!context.device.features.has('timestamp-query')) throw new EngineError('unavailable', noClock);
	const vault = await Vault.of(context, kept);
	const clock = new Clock(context, dispatches.length);
	try {
		const runs: number[][] = [];
		for (let run = 0; run <= repeats; run++) {
			// One submission, so that nothing of the run can be left behind and nothing can come between.
			const encoder = context.device.createCommandEncoder();
			vault.store(encoder);
			encodeTimed(encoder, dispatches, clock);
			vault.restore(encoder);
			clock.resolve(encoder);
			context.device.queue.submit([encoder.finish()]);
			const ns = await clock.read();
			if (run > 0) runs.push(ns);
		}
		return timings(dispatches, runs);
	} finally {
		vault.dispose();
		clock.dispose();
	}
}

/** Throws RangeError for a bad number of repeats. */
export function checkRepeats(repeats: number): void {
	if (Number.isInteger(repeats) && repeats >= 1) return;
	throw new RangeError(`A profile takes a whole number of repeats from 1, not ${repeats}.`);
}

const noClock =
	'This graphics adapter does not tell how long a dispatch takes (WebGPU\'s "timestamp-query").';

function encodeTimed(encoder: GPUCommandEncoder, dispatches: readonly Dispatch[], clock: Clock): void {
	for (const [at, dispatch] of dispatches.entries()) {
		const pass = encoder.beginComputePass({ timestampWrites: clock.stamps(at) });
		encodeDispatch(pass, dispatch);
		pass.end();
	}
}

/** Each dispatch with the median of its runs, ns. */
export function timings(
	dispatches: readonly Dispatch[],
	runs: readonly (readonly number[])[]
): DispatchTiming[] {
	return dispatches.map(({ call: { kernel, layer, pass, macs, bytes } }, at) => {
		const ns = spread(runs.map((run) => run[at] ?? NaN)).median;
		return { layer, pass, kernel: kernel.kind, macs, bytes, ns };
	});
}
