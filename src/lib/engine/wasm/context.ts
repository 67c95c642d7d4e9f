import { EngineError, type DeviceReport } from '../executor';
import { wasmReport } from '../report';
import type { Heap } from './heap';
import { instantiate, type CompiledKernels, type Kernels, type ThreadSource } from './module';
import { Team } from './team';

/** Of one operand: all that the heap could hold. */
export const MOST_ELEMENTS = 2 ** 29;

/** The kernels on one linear memory, with what all executors on them share. */
export class Context {
	readonly heap: Heap;
	readonly report: DeviceReport;
	readonly #kernels: Kernels;
	/** Null on one thread. */
	readonly #team: Team | null;
	/** Bytes of the heap that the engine itself has. */
	readonly #own: number;
	#closed = false;

	private constructor(heap: Heap, kernels: Kernels, team: Team | null, report: DeviceReport) {
		this.heap = heap;
		this.report = report;
		this.#kernels = kernels;
		this.#team = team;
		this.#own = heap.bytes;
	}

	/** On the caller's thread alone. */
	static async open(compiled: CompiledKernels, heap: Heap): Promise<Context> {
		const kernels = await instantiate(compiled, heap.memory);
		return new Context(heap, kernels, null, wasmReport([compiled.build]));
	}

	/** On several threads, by a build whose memory is shared, as that of `heap` must be. Rejects where they cannot be started. */
	static async openTeam(
		compiled: CompiledKernels,
		heap: Heap,
		threads: number,
		source: Pick<ThreadSource, 'start' | 'patienceMs'>
	): Promise<Context> {
		const kernels = await instantiate(compiled, heap.memory);
		const team = await Team.start(kernels, compiled.module, heap, threads, source);
		return new Context(heap, kernels, team, wasmReport([compiled.build], threads));
	}

	/** Bytes of the heap that executors and their steps hold. */
	get heldBytes(): number {
		return this.heap.bytes - this.#own;
	}

	get threads(): number {
		return this.#team?.parts ?? 1;
	}

	/** Runs the encoded calls in [list, end); each thread has `stride` bytes of `scratch`. */
	run(list: number, end: number, scratch: number, stride: number): void {
		if (this.#team === null) this.#kernels.run(list, end, scratch, 0, 1);
		else this.#team.run(list, end, scratch, stride);
	}

	/** Throws EngineError if the engine was closed or has lost a thread. */
	check(): void {
		if (this.#closed) throw new EngineError('unavailable', 'This engine was closed.');
		this.#team?.check();
	}

	close(): void {
		this.#closed = true;
		this.#team?.close();
	}
}
