/**
 * Times each dispatch of a list by the host's clock, for devices that do not tell the time: each is submitted alone and
 * waited for, and what an empty submission takes is taken off. So short dispatches come out coarse, down to 0.
 */
import type { DispatchTiming } from '../executor';
import { spread } from '../spread';
import { encodeDispatch, type Dispatch } from './boundPlan';
import type { Context } from './context';
import { checkRepeats, timings, type ProfileOptions } from './profile';
import { Vault } from './vault';

/** Empty submissions before each run; their median counts. */
const EMPTY = 5;

/** As `timeDispatches`. Nothing else may be submitted to the device meanwhile. */
export async function timeByFence(
	context: Context,
	dispatches: readonly Dispatch[],
	{ repeats, kept }: ProfileOptions
): Promise<DispatchTiming[]> {
	checkRepeats(repeats);
	const vault = await Vault.of(context, kept);
	try {
		const runs: number[][] = [];
		for (let run = 0; run <= repeats; run++) {
			const ns = await timedRun(context, dispatches, vault);
			if (run > 0) runs.push(ns);
		}
		return timings(dispatches, runs);
	} finally {
		vault.dispose();
	}
}

async function timedRun(context: Context, dispatches: readonly Dispatch[], vault: Vault): Promise<number[]> {
	await fenced(context, (encoder) => vault.store(encoder));
	try {
		const empty: number[] = [];
		for (let at = 0; at < EMPTY; at++) empty.push(await fenced(context, (encoder) => pass(encoder)));
		const overhead = spread(empty).median;
		const ns: number[] = [];
		for (const dispatch of dispatches) {
			ns.push(Math.max(0, (await fenced(context, (encoder) => pass(encoder, dispatch))) - overhead));
		}
		return ns;
	} finally {
		await fenced(context, (encoder) => vault.restore(encoder));
	}
}

function pass(encoder: GPUCommandEncoder, dispatch?: Dispatch): void {
	const begun = encoder.beginComputePass();
	if (dispatch !== undefined) encodeDispatch(begun, dispatch);
	begun.end();
}

/** Nanoseconds from the submission to its end. Throws EngineError if the device has failed. */
async function fenced(context: Context, encode: (encoder: GPUCommandEncoder) => void): Promise<number> {
	const { device } = context;
	const encoder = device.createCommandEncoder();
	encode(encoder);
	const commands = encoder.finish();
	const start = performance.now();
	device.queue.submit([commands]);
	await device.queue.onSubmittedWorkDone();
	const ms = performance.now() - start;
	context.check();
	return ms * 1e6;
}
