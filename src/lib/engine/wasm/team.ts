/** Threads that run encoded calls together on one shared memory; assembly/team.ts tells how they meet. */
import { EngineError } from '../executor';
import type { Heap } from './heap';
import type { Kernels, ThreadSource } from './module';
import type { Thread } from './thread';

/** Eight words, and what fills a cache line. */
const CONTROL_BYTES = 64;
/** A call takes seconds at most, and its threads have shares of one size. */
const PATIENCE_MS = 10_000;
/** What the leader waits at once, see assembly/team.ts. */
const WAIT_MS = 100;

export class Team {
	readonly #kernels: Kernels;
	readonly #control: number;
	readonly #patience: number;
	#threads: readonly Thread[] = [];
	#lost = false;

	private constructor(kernels: Kernels, control: number, patienceMs: number) {
		this.#kernels = kernels;
		this.#control = control;
		this.#patience = Math.ceil(patienceMs / WAIT_MS);
	}

	/** Starts all threads but the one that leads, which is the caller. Rejects if one cannot be started, and ends the others. */
	static async start(
		kernels: Kernels,
		module: WebAssembly.Module,
		heap: Heap,
		parts: number,
		{ start, patienceMs = PATIENCE_MS }: Pick<ThreadSource, 'start' | 'patienceMs'>
	): Promise<Team> {
		const control = heap.allocate(CONTROL_BYTES);
		const team = new Team(kernels, control, patienceMs);
		const { memory } = heap;
		const ended = () => {
			team.#lost = true;
		};
		const starting = Array.from({ length: parts - 1 }, (_, i) =>
			start({ module, memory, part: i + 1, parts, control }, ended)
		);
		const started = await Promise.allSettled(starting);
		team.#threads = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
		const failed = started.find((each) => each.status === 'rejected');
		if (failed === undefined) return team;
		team.close();
		heap.free(control);
		throw failed.reason;
	}

	/** Threads in all. */
	get parts(): number {
		return this.#threads.length + 1;
	}

	/** Throws EngineError `device-lost` if a thread has died; no other will work then. */
	check(): void {
		if (this.#lost) throw new EngineError('device-lost', lostThread);
	}

	/**
	 * Runs the calls in [list, end). Each thread has `stride` bytes from its place in `scratch`. Throws EngineError
	 * `device-lost` if a thread died or answers no longer: then what the calls write is anywhere between before and after.
	 */
	run(list: number, end: number, scratch: number, stride: number): void {
		this.check();
		let done = false;
		try {
			done = this.#kernels.lead(list, end, scratch, stride, this.parts, this.#control, this.#patience) !== 0;
		} finally {
			if (!done) this.#giveUp();
		}
		this.check();
	}

	close(): void {
		for (const thread of this.#threads) thread.end();
	}

	#giveUp(): void {
		this.#lost = true;
		this.#kernels.abandon(this.#control);
		this.close();
	}
}

const lostThread =
	'A thread of the processor engine went away, and the step that it was needed for was given up; start again to go on with new threads.';
