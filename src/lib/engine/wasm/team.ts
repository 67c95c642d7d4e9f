/** Threads that run encoded calls together on one shared memory; assembly/team.ts tells how they meet. */
import type { Heap } from './heap';
import type { Kernels } from './module';

/** Seven words, and what fills a cache line. */
const CONTROL_BYTES = 64;

/** What a thread needs to be one of a team. It runs `work` of an instance of its own until it is ended from outside. */
export interface ThreadJob {
	readonly module: WebAssembly.Module;
	readonly memory: WebAssembly.Memory;
	readonly part: number;
	readonly parts: number;
	/** Address of the words that the team meets by. */
	readonly control: number;
}

export interface Thread {
	end(): void;
}

/** Resolves when the thread is about to work; rejects where it cannot. */
export type StartThread = (job: ThreadJob) => Promise<Thread>;

export class Team {
	readonly #kernels: Kernels;
	readonly #control: number;
	readonly #threads: readonly Thread[];

	private constructor(kernels: Kernels, control: number, threads: readonly Thread[]) {
		this.#kernels = kernels;
		this.#control = control;
		this.#threads = threads;
	}

	/** Starts all threads but the one that leads, which is the caller. Rejects if one cannot be started, and ends the others. */
	static async start(
		kernels: Kernels,
		module: WebAssembly.Module,
		heap: Heap,
		parts: number,
		start: StartThread
	): Promise<Team> {
		const control = heap.allocate(CONTROL_BYTES);
		const { memory } = heap;
		const starting = Array.from({ length: parts - 1 }, (_, i) =>
			start({ module, memory, part: i + 1, parts, control })
		);
		const started = await Promise.allSettled(starting);
		const threads = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
		const failed = started.find((each) => each.status === 'rejected');
		if (failed === undefined) return new Team(kernels, control, threads);
		for (const thread of threads) thread.end();
		heap.free(control);
		throw failed.reason;
	}

	/** Threads in all. */
	get parts(): number {
		return this.#threads.length + 1;
	}

	/** Runs the calls in [list, end). Each thread has `stride` bytes from its place in `scratch`. */
	run(list: number, end: number, scratch: number, stride: number): void {
		this.#kernels.lead(list, end, scratch, stride, this.parts, this.#control);
	}

	close(): void {
		for (const thread of this.#threads) thread.end();
	}
}
