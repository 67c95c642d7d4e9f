import * as v from 'valibot';

/** What may pass through a door, and how. */
interface Frame<Command, Event> {
	/** What the worker does, as in "the … worker stopped". */
	readonly work: string;
	readonly spawn: () => Worker;
	readonly commands: v.GenericSchema<unknown, Command>;
	readonly events: v.GenericSchema<unknown, Event>;
	/** What listeners hear in the place of a worker that has ended; `message` is a sentence in English. */
	readonly crash: (message: string) => readonly Event[];
}

/**
 * The page's end of a door. The worker, and with it the engines, loads when the first command is sent. What comes back
 * is checked against the protocol before any listener sees it; a message that does not fit ends the worker, for nothing
 * it says later could be trusted. After a crash the next command starts a fresh worker, which knows nothing.
 */
export class Door<Command, Event> {
	readonly #frame: Frame<Command, Event>;
	readonly #listeners = new Set<(event: Event) => void>();
	#worker: Worker | null = null;
	#disposed = false;

	constructor(frame: Frame<Command, Event>) {
		this.#frame = frame;
	}

	/** Whether a worker is there; false before the first command and after a crash. */
	get alive(): boolean {
		return this.#worker !== null;
	}

	/** Throws ValiError if the command does not fit the protocol, and Error after `dispose`. */
	send(command: Command): void {
		if (this.#disposed) throw new Error(`The ${this.#frame.work} client was disposed of.`);
		const message = v.parse(this.#frame.commands, command);
		this.#worker ??= this.#open();
		this.#worker.postMessage(message);
	}

	/** Calls `listener` with every event from now on; returns what ends that. */
	listen(listener: (event: Event) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Ends the worker at once, with its memory on processor and GPU; the next command starts a fresh one. */
	close(): void {
		this.#worker?.terminate();
		this.#worker = null;
	}

	/** Ends the worker for good. */
	dispose(): void {
		this.#disposed = true;
		this.close();
		this.#listeners.clear();
	}

	#open(): Worker {
		const { spawn, work } = this.#frame;
		const worker = spawn();
		worker.addEventListener('message', (message: MessageEvent<unknown>) => {
			if (worker === this.#worker) this.#receive(message.data);
		});
		worker.addEventListener('messageerror', () => {
			if (worker === this.#worker) this.#crash(`The ${work} worker sent what cannot be read.`);
		});
		worker.addEventListener('error', (error: ErrorEvent) => {
			// A script that cannot be loaded gives an event without a message.
			const reason = error.message === '' ? 'it could not be loaded' : error.message;
			if (worker === this.#worker) this.#crash(`The ${work} worker stopped: ${reason}.`);
		});
		return worker;
	}

	#receive(data: unknown): void {
		const { events, work } = this.#frame;
		const checked = v.safeParse(events, data, { abortEarly: true });
		if (checked.success) this.#tell(checked.output);
		else this.#crash(`The ${work} worker sent what the page does not understand.`);
	}

	#crash(message: string): void {
		this.close();
		for (const event of this.#frame.crash(message)) this.#tell(event);
	}

	#tell(event: Event): void {
		for (const listener of [...this.#listeners]) listener(event);
	}
}
