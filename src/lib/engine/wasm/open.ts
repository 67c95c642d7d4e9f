import type { Engine } from '../engine';
import { Context } from './context';
import { WasmExecutor } from './executor';
import { compileKernels, type KernelSource } from './module';

/** The processor engine, with what it holds. */
export interface WasmEngine extends Engine {
	/** Bytes of linear memory that executors and their steps hold. */
	readonly heldBytes: number;
}

/** The compiled engine on the processor. Throws EngineError `unavailable` where there is no WebAssembly with SIMD. */
export async function openWasm(source: KernelSource): Promise<WasmEngine> {
	const context = await Context.open(await compileKernels(source));
	return {
		device: context.report,
		createExecutor: async (options) => new WasmExecutor(context, options),
		get heldBytes() {
			return context.heap.bytes;
		},
		close() {
			context.close();
		}
	};
}
