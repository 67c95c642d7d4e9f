import type { Command, WorkerEvent } from '$lib/worker/protocol';

/** Measuring the engines that were passed over, for readers who want to see all figures. */
export class Measuring {
	/** Asked for and not done. */
	active = $state(false);
	/** Whether there is an engine that was passed over. */
	possible = $state(false);
	readonly #send: (command: Command) => void;

	constructor(send: (command: Command) => void) {
		this.#send = send;
	}

	start(): void {
		this.active = true;
		this.#send({ type: 'measure-engines' });
	}

	take(event: WorkerEvent): void {
		if (event.type === 'failure') this.active = false;
		if (event.type !== 'device') return;
		this.possible = event.trials.some(({ reason }) => reason === 'software' || reason === 'last-resort');
		this.active &&= this.possible;
	}
}
