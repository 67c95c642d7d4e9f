import type { TrainEvent } from '$lib/recipe/events';
import type { WorkerEvent } from './protocol';

/** Sends an event to the page; the buffers in `transfer` move there. */
export type Post = (event: WorkerEvent, transfer?: readonly ArrayBuffer[]) => void;

/** Least time between two messages of training events, ms. */
const intervalMs = 100;

/**
 * The way out of the worker. Training events are gathered, so that steps of a few milliseconds do not flood the
 * page; whatever else is said first lets out what was gathered, so that the order stays.
 */
export class Outbox {
	readonly #post: Post;
	readonly #clock: () => number;
	#waiting: TrainEvent[] = [];
	#timer: ReturnType<typeof setTimeout> | null = null;
	#sentAt = -Infinity;

	/** @param clock milliseconds from any origin */
	constructor(post: Post, clock: () => number) {
		this.#post = post;
		this.#clock = clock;
	}

	say(event: WorkerEvent, transfer: readonly ArrayBuffer[] = []): void {
		this.flush();
		this.#post(event, transfer);
	}

	/** Adds a training event to the next message, which leaves within a tenth of a second. */
	add(event: TrainEvent): void {
		this.#waiting.push(event);
		const wait = this.#sentAt + intervalMs - this.#clock();
		if (wait <= 0) this.flush();
		else
			this.#timer ??= setTimeout(() => {
				this.flush();
			}, wait);
	}

	/** Lets out what was gathered. */
	flush(): void {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		if (this.#waiting.length === 0) return;
		const events = this.#waiting;
		this.#waiting = [];
		this.#sentAt = this.#clock();
		this.#post({ type: 'training', events });
	}
}
