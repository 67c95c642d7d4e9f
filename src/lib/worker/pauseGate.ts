/** Where work that takes long stops while the reader has paused it. */
export class PauseGate {
	readonly #post: (event: { readonly type: 'paused' | 'resumed' }) => void;
	/** Opens when the pause is over; null while there is none. */
	#paused: { readonly promise: Promise<void>; readonly open: () => void } | null = null;
	#told = false;

	/** @param post hears `paused` once the work has stopped, and `resumed` when it goes on */
	constructor(post: (event: { readonly type: 'paused' | 'resumed' }) => void) {
		this.#post = post;
	}

	pause(): void {
		if (this.#paused !== null) return;
		let open: () => void = () => undefined;
		const promise = new Promise<void>((done) => (open = done));
		this.#paused = { promise, open };
	}

	resume(): void {
		const paused = this.#paused;
		this.#paused = null;
		if (this.#told) this.#post({ type: 'resumed' });
		this.#told = false;
		paused?.open();
	}

	/** Waited for between two pieces of the work. */
	async pass(): Promise<void> {
		if (this.#paused === null) return;
		this.#told = true;
		this.#post({ type: 'paused' });
		await this.#paused.promise;
	}
}
