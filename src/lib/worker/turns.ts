import type { Command } from './protocol';

/** Commands that stop training at once. */
const halting: ReadonlySet<Command['type']> = new Set([
	'configure',
	'pause',
	'reset',
	'resume-run',
	'amend',
	'continue',
	'export-run'
]);

export const haltsTraining = ({ type }: Command): boolean => halting.has(type);

/**
 * The order of commands. Each gets a turn by its arrival and works in the queue, one after the other. Those that end
 * training raise a mark at once, at which work of earlier turns stops after the step that it is making.
 */
export class Turns {
	#last = 0;
	/** Work of earlier turns stops. */
	#haltedBefore = 0;
	/** Training of earlier turns stops; single steps of earlier turns are still made. */
	#pausedBefore = 0;
	#queue: Promise<void> = Promise.resolve();
	readonly #onError: (error: unknown) => void;

	/** @param onError hears what work throws; the queue goes on */
	constructor(onError: (error: unknown) => void) {
		this.#onError = onError;
	}

	next(): number {
		return ++this.#last;
	}

	/** Whether no other command has come since. */
	isLatest(turn: number): boolean {
		return turn === this.#last;
	}

	/** Stops work of turns before this one. */
	halt(turn: number): void {
		this.#haltedBefore = turn;
	}

	/** Stops training of turns before this one, but for single steps. */
	pause(turn: number): void {
		this.#pausedBefore = turn;
	}

	/** Whether work of this turn must stop; `single`: it is one step. */
	isHalted(turn: number, single: boolean): boolean {
		const mark = single ? this.#haltedBefore : Math.max(this.#haltedBefore, this.#pausedBefore);
		return turn < mark;
	}

	/** Does work after all that was queued before; never rejects. */
	enqueue(work: () => Promise<void>): Promise<void> {
		this.#queue = this.#queue.then(work).catch(this.#onError);
		return this.#queue;
	}
}
