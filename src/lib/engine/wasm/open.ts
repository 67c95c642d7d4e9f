import type { Engine } from '../engine';
import { Context } from './context';
import { WasmExecutor } from './executor';
import { Heap, type HeapOptions } from './heap';
import { compileKernels, type KernelSource } from './module';

/** The processor engine, with what it holds. */
export interface WasmEngine extends Engine {
	/** Bytes of linear memory that executors and their steps hold. */
	readonly heldBytes: number;
}

/**
 * The compiled engine on the processor, on so many threads (as many as the host has cores, at most 8, unless told
 * otherwise), and on one where threads cannot share memory. It takes `mostPages` of 64 KiB at most, 2 GiB unless told
 * otherwise. Throws EngineError `unavailable` where there is no WebAssembly with SIMD.
 */
export async function openWasm(
	source: KernelSource,
	threads = source.threads?.most ?? 1,
	mostPages?: number
): Promise<WasmEngine> {
	const context = await openContext(source, threads, mostPages);
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

/** The kernels on so many threads, for whoever wants no executor of them; the rest as `openWasm`. */
export async function openContext(
	source: KernelSource,
	threads = source.threads?.most ?? 1,
	mostPages?: number
): Promise<Context> {
	const memory = mostPages === undefined ? {} : { mostPages };
	return (
		(await teamOf(source, threads, memory)) ??
		(await Context.open(await compileKernels(source), new Heap(memory)))
	);
}

/** Null where one thread is all there is to be had. */
async function teamOf(
	{ threads: source }: KernelSource,
	threads: number,
	memory: HeapOptions
): Promise<Context | null> {
	if (source === undefined || threads < 2) return null;
	try {
		const heap = new Heap({ ...memory, shared: true });
		return await Context.openTeam(await compileKernels(source.builds), heap, threads, source);
	} catch {
		// A policy of the page or the machine's limits may forbid what the browser has; one thread works everywhere.
		return null;
	}
}
