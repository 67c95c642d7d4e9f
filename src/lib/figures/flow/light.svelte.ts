/** Milliseconds from one part to the next: long enough to look, and no figure of how long they take. */
const pace = 450;

/** A light that goes from part to part for the eye, behind what has come; all at once where the reader wants no motion. */
export class Light {
	/** Parts that it has reached. */
	reached = $state(0);
	/** Whether it is on its way. */
	readonly moving = $derived.by(() => this.reached > 0 && this.reached < this.#end);
	#end = $state(0);
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** So many parts are there by now. */
	follow(parts: number): void {
		this.#end = parts;
		if (parts === 0) return;
		if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
			clearTimeout(this.#timer);
			this.#timer = undefined;
			this.reached = parts;
		} else if (this.#timer === undefined) this.#go();
	}

	/** Goes out. */
	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.reached = 0;
		this.#end = 0;
	}

	#go(): void {
		if (this.reached < this.#end) this.reached += 1;
		this.#timer =
			this.reached < this.#end
				? setTimeout(() => {
						this.#go();
					}, pace)
				: undefined;
	}
}
