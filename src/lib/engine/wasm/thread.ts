/** What a host's thread is to an engine. */

/** What a thread needs to be one of a team: it runs `work` of an instance of its own, and gives the team up if that traps. */
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

/**
 * Resolves when the thread is about to work; rejects where it cannot. `ended` is called when a thread that worked does so
 * no longer, for whatever reason; the host hears of that only while no step runs.
 */
export type StartThread = (job: ThreadJob, ended: () => void) => Promise<Thread>;
