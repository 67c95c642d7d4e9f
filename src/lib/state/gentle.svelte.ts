const key = 'gentle';

function stored(): boolean {
	try {
		return globalThis.localStorage.getItem(key) === 'on';
	} catch {
		// No window while prerendering; a browser that blocks storage throws too.
		return false;
	}
}

/**
 * Whether training leaves half of the time to the page and the device; kept for the next visit where the browser allows
 * it. The worker knows nothing of it at first.
 */
export class Gentle {
	#on = $state(stored());

	get on(): boolean {
		return this.#on;
	}

	set on(on: boolean) {
		this.#on = on;
		try {
			if (on) globalThis.localStorage.setItem(key, 'on');
			else globalThis.localStorage.removeItem(key);
		} catch {
			// The choice then holds for this visit.
		}
	}

	/** On for this visit, without a word about the next. */
	lend(): void {
		this.#on = true;
	}

	/** Time by the clock for each millisecond of training: the worker rests as long as it works. */
	get factor(): number {
		return this.#on ? 2 : 1;
	}
}
