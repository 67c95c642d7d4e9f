import type { Command, WorkerEvent } from '$lib/worker/protocol';
import type { RunConfig } from '$lib/recipe/config';

export type Preview = Omit<Extract<WorkerEvent, { type: 'preview' }>, 'type'>;

/** Images shown at once. */
const shownImages = 8;

/** What the network sees: training images as the stages of a configuration make them. */
export class Sight {
	/** The last answer, or null before the first. */
	preview = $state.raw<Preview | null>(null);
	/** First of the images shown. */
	first = $state(0);
	/** Which draw: 0, 1, 2, … */
	draw = $state(0);
	readonly #send: (command: Command) => void;

	constructor(send: (command: Command) => void) {
		this.#send = send;
	}

	/** Asks for the images as all stages of `config` show them. */
	ask(config: RunConfig): void {
		const images = Array.from({ length: shownImages }, (_, index) => this.first + index);
		const stages = config.stages.map((_, stage) => stage);
		this.#send({ type: 'preview', config, stages, images, draw: this.draw });
	}

	/** The same images drawn again. */
	redraw(config: RunConfig): void {
		this.draw++;
		this.ask(config);
	}

	/** Other images. */
	turn(config: RunConfig): void {
		this.first += shownImages;
		this.ask(config);
	}

	take(event: WorkerEvent): void {
		if (event.type === 'preview') this.preview = event;
		// Other images: what is shown is none of them.
		if (event.type === 'data') this.preview = null;
	}
}
