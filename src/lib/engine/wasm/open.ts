import type { Engine } from '../engine';
import { Context } from './context';
import { WasmExecutor } from './executor';
import { compileKernels, type KernelSource } from './module';

/** The processor engine, with what it holds. */
export interface WasmEngine extends Engine {
	/** Bytes of linear memory that executors and their steps hold. */
	readonly heldBytes: number;
}

/**
 * The compiled engine on the processor, on so many threads (as many as the host has cores, at most 8, unless told
 * otherwise), and on one where threads cannot share memory. Throws EngineError `unavailable` where there is no WebAssembly
 * with SIMD.
 */
export async function openWasm(
	source: KernelSource,
	threads = source.threads?.most ?? 1
): Promise<WasmEngine> {
	const context = (await teamOf(source, threads)) ?? (await Context.open(await compileKernels(source)));
	return {
		device: context.report,
		createExecutor: async (options) => new WasmExecutor(context, options),
		get heldBytes() {
			return context.heldBytes;
		},
		close() {
			context.close();
		}
	};
}

/** Null where one thread is all there is to be had. */
async function teamOf({ threads: source }: KernelSource, threads: number): Promise<Context | null> {
	if (source === undefined || threads < 2) return null;
	try {
		return await Context.openTeam(await compileKernels(source.builds), threads, source.start);
	} catch {
		// A policy of the page or the machine's limits may forbid what the browser has; one thread works everywhere.
		return null;
	}
}
