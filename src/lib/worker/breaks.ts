/** Longest wait at a time, ms: whatever ends a break is seen within. */
const SLICE_MS = 50;
/** Timers wait about so long at least, so smaller debts are left to add up. */
const LEAST_MS = 4;
/** What a timer overslept counts as rest for the steps that follow, up to so much, ms; a closed lid is no rest. */
const MOST_CREDIT_MS = 1000;

/** Waits so many milliseconds at least. */
export type Sleep = (ms: number) => Promise<void>;

const sleep: Sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Gentle training: after each step a break as long as what was done since the last one, so that at most half of the
 * device's time goes into training. It changes when a step is made and nothing else.
 */
export class Breaks {
	/** May change at any time, also during a break. */
	gentle = false;
	readonly #clock: () => number;
	readonly #sleep: Sleep;
	/** Work that no break has followed yet, ms; below 0 where timers overslept. */
	#owed = 0;
	#since = 0;

	/** @param clock milliseconds from any origin */
	constructor(clock: () => number, wait: Sleep = sleep) {
		this.#clock = clock;
		this.#sleep = wait;
	}

	/** Training begins or goes on: the time before was not spent on it. */
	begin(): void {
		this.#owed = 0;
		this.#since = this.#clock();
	}

	/**
	 * The break after a step, where one is due.
	 * @param isOver asked again and again: whether nothing follows that the break would come before
	 * @param meanwhile what may be done in it; counts as work
	 */
	async take(isOver: () => boolean, meanwhile: () => Promise<void>): Promise<void> {
		this.#count(1);
		while (this.gentle && !isOver() && this.#owed >= LEAST_MS) {
			await this.#sleep(Math.min(this.#owed, SLICE_MS));
			this.#count(-1);
			await meanwhile();
			this.#count(1);
		}
		this.#owed = this.gentle ? Math.max(this.#owed, -MOST_CREDIT_MS) : 0;
	}

	/** Adds the time since it was last asked to what is owed, or takes it off. */
	#count(sign: 1 | -1): void {
		const now = this.#clock();
		this.#owed += sign * (now - this.#since);
		this.#since = now;
	}
}
