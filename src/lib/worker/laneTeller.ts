import type { ScheduleEvent } from './scheduleProtocol';
import type { Lane, RaceEvent } from './scheduleRace';

/** Least time between two messages of progress, ms. */
const intervalMs = 200;

/** Tells the page of a race's runs, of their steps only as often as it can show. */
export class LaneTeller {
	readonly #post: (event: ScheduleEvent) => void;
	readonly #clock: () => number;
	readonly #stepsOf: (entrant: number) => number;
	#saidAt = -Infinity;

	/**
	 * @param clock milliseconds from any origin
	 * @param stepsOf of an entrant's whole run
	 */
	constructor(
		post: (event: ScheduleEvent) => void,
		clock: () => number,
		stepsOf: (entrant: number) => number
	) {
		this.#post = post;
		this.#clock = clock;
		this.#stepsOf = stepsOf;
	}

	hear({ entrant, seed, event, last }: RaceEvent): void {
		const lane: Lane = { entrant, seed };
		switch (event.type) {
			case 'stage':
				this.#post({ type: 'stage', ...lane, stage: event.stage, size: event.size });
				break;
			case 'step':
				if (last || this.#clock() >= this.#saidAt + intervalMs) {
					this.#progress(lane, event.step + 1, event.trainMs);
				}
				break;
			case 'evaluation': {
				const { step, trainMs, correct, images, final } = event;
				// The final judgement comes by the last weights first, then by their average and at other sizes.
				if (event.weights !== 'parameters') break;
				this.#progress(lane, step, trainMs);
				this.#post({ type: 'judged', ...lane, step, trainMs, accuracy: correct / images, final });
				break;
			}
			case 'diverged':
				this.#post({ type: 'diverged', ...lane, step: event.step });
				break;
			case 'end':
				this.#post({ type: 'finished', ...lane, trainMs: event.trainMs });
				break;
			case 'saved':
				break;
		}
	}

	#progress(lane: Lane, step: number, trainMs: number): void {
		this.#saidAt = this.#clock();
		this.#post({ type: 'progress', ...lane, step, steps: this.#stepsOf(lane.entrant), trainMs });
	}
}
