/** The browser's part in it. */
interface Workers {
	/** Undefined where the browser has no service workers. */
	readonly container: ServiceWorkerContainer | undefined;
	/** Address of the service worker's script. */
	readonly script: string;
	readonly reload: () => void;
}

/** Time for the requests of a page to end, ms. */
const settlingMs = 1000;

/**
 * The site's copy on this computer: kept for visits without a network from the first one on, and exchanged as a whole for a
 * newer one when the reader wants it. Until then this page and the next ones stay those of the copy in use.
 */
export class SiteUpdate {
	/** A newer copy is complete and waits. */
	waiting = $state(false);
	/** A part of the site could not be loaded, for example since the host holds a newer site by now. */
	broken = $state(false);
	#registration: ServiceWorkerRegistration | undefined;
	readonly #workers: Workers;

	constructor(workers: Workers) {
		this.#workers = workers;
	}

	/** Registers the service worker; on failure the site goes on without a copy. */
	async register(): Promise<void> {
		const { container, script } = this.#workers;
		if (!container) return;
		try {
			this.#registration = await container.register(script);
		} catch {
			// A private window or a browser's setting forbids it: everything else works without.
			return;
		}
		this.#watch(this.#registration);
		this.#registration.addEventListener('updatefound', () => {
			if (this.#registration) this.#watch(this.#registration);
		});
	}

	/** Exchanges the copy and loads the page anew; without a newer copy it only loads the page. */
	takeOver(): void {
		const { container, reload } = this.#workers;
		const next = this.#registration?.waiting;
		if (!next || !container) {
			reload();
			return;
		}
		container.addEventListener('controllerchange', reload, { once: true });
		// What the press itself set off, such as a figure that comes to life, is over by then: Chromium lets no newer worker take
		// over that was told so while the one before was busy.
		setTimeout(() => next.postMessage('take-over'), settlingMs);
	}

	dismiss(): void {
		this.waiting = false;
		this.broken = false;
	}

	#watch(registration: ServiceWorkerRegistration): void {
		const { container } = this.#workers;
		// The very first copy replaces nothing.
		const look = () => {
			this.waiting = registration.waiting !== null && Boolean(container?.controller);
		};
		look();
		registration.installing?.addEventListener('statechange', look);
	}
}
