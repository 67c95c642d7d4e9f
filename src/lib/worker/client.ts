import * as v from 'valibot';
import { commandSchema, eventSchema, type Command, type FailureKind, type WorkerEvent } from './protocol';

export type Listener = (event: WorkerEvent) => void;

function spawnTrainWorker(): Worker {
	return new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module', name: 'train' });
}

/**
 * The page's end of the door. The worker, and with it TensorFlow.js, loads when the first command is sent. What
 * comes back is checked against the protocol before any listener sees it; a message that does not fit ends the
 * worker, for nothing it says later could be trusted.
 *
 * After a crash listeners hear `failure: crashed` and `state: failed`; the next command starts a fresh worker,
 * which knows neither device nor data nor run.
 */
export class TrainClient {
	readonly #spawn: () => Worker;
	readonly #listeners = new Set<Listener>();
	#worker: Worker | null = null;
	#disposed = false;

	/** @param spawn another way to make the worker, for tests */
	constructor(spawn: () => Worker = spawnTrainWorker) {
		this.#spawn = spawn;
	}

	/** Whether a worker is there; false before the first command and after a crash. */
	get alive(): boolean {
		return this.#worker !== null;
	}

	/** Throws ValiError if the command does not fit the protocol, and Error after `dispose`. */
	send(command: Command): void {
		if (this.#disposed) throw new Error('The training client was disposed of.');
		const message = v.parse(commandSchema, command);
		this.#worker ??= this.#open();
		this.#worker.postMessage(message);
	}

	/** Calls `listener` with every event from now on; returns what ends that. */
	listen(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Ends the worker at once; its memory on processor and GPU goes with it. */
	dispose(): void {
		this.#disposed = true;
		this.#close();
		this.#listeners.clear();
	}

	#open(): Worker {
		const worker = this.#spawn();
		worker.addEventListener('message', (message: MessageEvent<unknown>) => {
			if (worker === this.#worker) this.#receive(message.data);
		});
		worker.addEventListener('messageerror', () => {
			if (worker === this.#worker) this.#crash('crashed', 'The training worker sent what cannot be read.');
		});
		worker.addEventListener('error', (error: ErrorEvent) => {
			// A script that cannot be loaded gives an event without a message.
			const reason = error.message === '' ? 'it could not be loaded' : error.message;
			if (worker === this.#worker) this.#crash('crashed', `The training worker stopped: ${reason}.`);
		});
		return worker;
	}

	#receive(data: unknown): void {
		const checked = v.safeParse(eventSchema, data, { abortEarly: true });
		if (checked.success) this.#tell(checked.output);
		else this.#crash('crashed', 'The training worker sent what the page does not understand.');
	}

	#crash(kind: FailureKind, message: string): void {
		this.#close();
		this.#tell({ type: 'failure', kind, message });
		this.#tell({ type: 'state', state: 'failed' });
	}

	#close(): void {
		this.#worker?.terminate();
		this.#worker = null;
	}

	#tell(event: WorkerEvent): void {
		for (const listener of [...this.#listeners]) listener(event);
	}
}
