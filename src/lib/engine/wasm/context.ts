import { EngineError, type DeviceReport } from '../executor';
import { wasmReport } from '../report';
import { Heap } from './heap';
import { instantiate, type CompiledKernels, type Kernels } from './module';

/** How far plans split their sums: the same for any number of threads, and so are the results. */
export const PARALLELISM = 64;
/** Of one operand: all that the heap could hold. */
export const MOST_ELEMENTS = 2 ** 29;

/** The kernels on one linear memory, with what all executors on them share. */
export class Context {
	readonly heap: Heap;
	readonly kernels: Kernels;
	readonly report: DeviceReport;
	#closed = false;

	private constructor(heap: Heap, kernels: Kernels, report: DeviceReport) {
		this.heap = heap;
		this.kernels = kernels;
		this.report = report;
	}

	static async open(compiled: CompiledKernels): Promise<Context> {
		const heap = new Heap();
		return new Context(heap, await instantiate(compiled, heap.memory), wasmReport([compiled.build]));
	}

	/** Throws EngineError if the engine was closed. */
	check(): void {
		if (this.#closed) throw new EngineError('unavailable', 'This engine was closed.');
	}

	close(): void {
		this.#closed = true;
	}
}
