import type { Command, WorkerEvent } from '$lib/worker/protocol';
import { SvelteMap } from 'svelte/reactivity';

type EventOf<Type extends WorkerEvent['type']> = Extract<WorkerEvent, { type: Type }>;
export type Inspected = Omit<EventOf<'inspection'>, 'type'>;
export type Answers = Omit<EventOf<'answers'>, 'type'>;

/** A look into the run's network: one image through its layers, and its answers to all test images. */
export class Inspection {
	/** The image that was looked at last, or null. */
	inspected = $state.raw<Inspected | null>(null);
	/** The network's answers as they were when asked for, or null. */
	answers = $state.raw<Answers | null>(null);
	/** True while an answer is awaited. */
	waiting = $state(false);
	/** Test images by number: RGBA. */
	readonly pixels = new SvelteMap<number, Uint8ClampedArray>();
	/** Side of the test images, pixels. */
	side = $state(32);
	readonly #send: (command: Command) => void;

	constructor(send: (command: Command) => void) {
		this.#send = send;
	}

	/** Sends a test image through the network. */
	inspect(image: number): void {
		this.waiting = true;
		this.show([image]);
		this.#send({ type: 'inspect', image });
	}

	/** Asks the network for its answer to every test image. */
	askAll(): void {
		this.waiting = true;
		this.#send({ type: 'answer-all' });
	}

	/** Fetches test images that are not here yet. */
	show(images: readonly number[]): void {
		const missing = images.filter((image) => !this.pixels.has(image));
		if (missing.length > 0) this.#send({ type: 'show-tests', images: missing.slice(0, 64) });
	}

	take(event: WorkerEvent): void {
		switch (event.type) {
			case 'inspection':
				this.inspected = event;
				this.waiting = false;
				break;
			case 'answers':
				this.answers = event;
				this.waiting = false;
				break;
			case 'test-images':
				this.#keep(event);
				break;
			case 'failure':
				this.waiting = false;
				break;
			case 'data':
				this.pixels.clear();
				this.#forget();
				break;
			case 'configured':
				this.#forget();
				break;
			default:
		}
	}

	#keep({ images, side, pixels }: EventOf<'test-images'>): void {
		const bytes = 4 * side * side;
		this.side = side;
		images.forEach((image, place) => {
			this.pixels.set(image, pixels.subarray(place * bytes, (place + 1) * bytes));
		});
	}

	#forget(): void {
		this.inspected = null;
		this.answers = null;
		this.waiting = false;
	}
}
