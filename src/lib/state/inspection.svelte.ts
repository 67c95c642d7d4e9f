import type { EvaluationEvent } from '$lib/recipe/events';
import type { Command, WorkerEvent } from '$lib/worker/protocol';
import { SvelteMap } from 'svelte/reactivity';

type EventOf<Type extends WorkerEvent['type']> = Extract<WorkerEvent, { type: Type }>;
export type Inspected = Omit<EventOf<'inspection'>, 'type'>;
export type Answers = Omit<EventOf<'answers'>, 'type'>;
export type Weights = Answers['weights'];
/** What the run's judgement at its end counted: no images behind it. */
export type Judged = Pick<EvaluationEvent, 'step' | 'size' | 'weights' | 'correct' | 'images'> & {
	readonly confusion: Uint32Array;
};
/** Right answers of one asking, to be set beside others. */
export type Tally = Pick<Judged, 'step' | 'size' | 'weights' | 'correct' | 'images'>;

/** With what the network is asked. */
export interface Asking {
	/** Pixels; the stage's where left out. */
	readonly size?: number;
	readonly weights?: Weights;
}

/** Images that one command may ask for, see lookProtocol.ts. */
const mostShown = 64;
const mostTallies = 12;

/** A look into the run's network: one image through its layers, and its answers to all test images. */
export class Inspection {
	/** The test image that the reader looks at. */
	image = $state(0);
	/** Counts how often an image was picked elsewhere on the page, so that the panel opens. */
	picks = $state(0);
	/** The image that was looked at last, or null. */
	inspected = $state.raw<Inspected | null>(null);
	/** The network's answers as they were when asked for, or null. */
	answers = $state.raw<Answers | null>(null);
	/** The judgement at the run's end, by size and weights. */
	judged = $state.raw<readonly Judged[]>([]);
	/** Right answers of the last askings, the newest last. */
	tallies = $state.raw<readonly Tally[]>([]);
	/** True while an inspection is awaited. */
	looking = $state(false);
	/** True while answers are awaited. */
	asking = $state(false);
	/** Test images by number: RGBA. */
	readonly pixels = new SvelteMap<number, Uint8ClampedArray>();
	/** Side of the test images, pixels. */
	side = $state(32);
	readonly #send: (command: Command) => void;
	/** The image that a link leads to, while there are no images yet. */
	#awaited = 0;
	/** Test images that were asked for and are not here yet. */
	#expected: readonly number[] = [];

	constructor(send: (command: Command) => void) {
		this.#send = send;
	}

	/** Takes an image that was picked elsewhere on the page. */
	pick(image: number): void {
		this.turnTo(image);
		this.picks++;
	}

	/** Takes an image as soon as there are any. */
	expect(image: number): void {
		this.image = image;
		this.#awaited = image;
	}

	/** Takes an image without asking the network. */
	turnTo(image: number): void {
		this.image = image;
		this.show([image]);
	}

	/** Sends a test image through the network. */
	inspect(image: number, { size }: Pick<Asking, 'size'> = {}): void {
		this.turnTo(image);
		this.looking = true;
		this.#send({ type: 'inspect', image, ...(size === undefined ? {} : { size }) });
	}

	/** Asks the network for its answer to every test image. */
	askAll(asking: Asking = {}): void {
		this.asking = true;
		this.#send({ type: 'answer-all', ...asking });
	}

	/** Fetches test images that are not here yet. */
	show(images: readonly number[]): void {
		const missing = images.filter((image) => !this.pixels.has(image) && !this.#expected.includes(image));
		this.#expected = [...this.#expected, ...missing];
		for (let from = 0; from < missing.length; from += mostShown) {
			this.#send({ type: 'show-tests', images: missing.slice(from, from + mostShown) });
		}
	}

	take(event: WorkerEvent): void {
		switch (event.type) {
			case 'inspection':
				this.inspected = event;
				this.looking = false;
				break;
			case 'answers':
				this.answers = event;
				this.asking = false;
				this.#count(event);
				break;
			case 'test-images':
				this.#keep(event);
				break;
			case 'training':
				this.#hear(event);
				break;
			case 'failure':
				this.#giveUp();
				break;
			case 'state':
				if (event.state === 'lost' || event.state === 'failed') this.#giveUp();
				break;
			case 'data':
				this.pixels.clear();
				this.image = Math.min(this.#awaited, event.test - 1);
				this.#awaited = 0;
				this.#forget();
				break;
			case 'configured':
				this.#forget();
				break;
			default:
		}
	}

	#hear({ events }: EventOf<'training'>): void {
		const judged = events.flatMap((event): Judged[] => {
			if (event.type !== 'evaluation' || event.confusion === undefined) return [];
			const { step, size, weights, correct, images, confusion } = event;
			return [{ step, size, weights, correct, images, confusion }];
		});
		if (judged.length === 0) return;
		this.judged = [...this.judged, ...judged];
		this.#add(judged);
	}

	#count({ step, size, weights, labels, answers }: Answers): void {
		const correct = labels.reduce((sum, label, image) => sum + (answers[image] === label ? 1 : 0), 0);
		this.#add([{ step, size, weights, correct, images: labels.length }]);
	}

	/** A later asking takes the place of one that differs in nothing. */
	#add(tallies: readonly Tally[]): void {
		const others = this.tallies.filter((old) => !tallies.some((one) => sameAsking(one, old)));
		this.tallies = [...others, ...tallies].slice(-mostTallies);
	}

	#keep({ images, side, pixels }: EventOf<'test-images'>): void {
		const bytes = 4 * side * side;
		this.side = side;
		this.#expected = this.#expected.filter((image) => !images.includes(image));
		images.forEach((image, place) => {
			this.pixels.set(image, pixels.subarray(place * bytes, (place + 1) * bytes));
		});
	}

	/** What was asked for may never come. */
	#giveUp(): void {
		this.looking = false;
		this.asking = false;
		this.#expected = [];
	}

	#forget(): void {
		this.inspected = null;
		this.answers = null;
		this.judged = [];
		this.tallies = [];
		this.#giveUp();
	}
}

function sameAsking(a: Tally, b: Tally): boolean {
	return a.step === b.step && a.size === b.size && a.weights === b.weights;
}
