import type { WorkerEvent } from '$lib/worker/protocol';

type SaveFailure = Extract<WorkerEvent, { type: 'save-failed' }>['reason'];

/** Whether the run that is set up is kept in the browser, and how far. */
export class Keeping {
	/** Updates that are kept; null where nothing is. */
	position = $state<number | null>(null);
	/** False where the browser forgets runs with the page. */
	lasting = $state(true);
	/** Why the last saving failed; null where it did not. */
	failure = $state<SaveFailure | null>(null);
	/** Whether it would be lost with the page, or when another run takes its place. */
	readonly loose = $derived(
		this.failure === null ? this.position !== null && !this.lasting : this.failure !== 'missing'
	);

	take(event: WorkerEvent): void {
		switch (event.type) {
			case 'configured':
				this.#forget();
				break;
			case 'state':
				if (event.state === 'empty') this.#forget();
				break;
			case 'restored':
				this.position = event.position;
				break;
			case 'saved':
				this.position = event.position;
				this.lasting = event.lasting;
				this.failure = null;
				break;
			case 'save-failed':
				this.failure = event.reason;
				break;
			default:
		}
	}

	#forget(): void {
		this.position = null;
		this.failure = null;
	}
}
