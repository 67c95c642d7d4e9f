import { defaultConfig } from '$lib/recipe/defaults';
import type { EngineChoice } from './protocol';
import { taskFor, type TrainingRun } from './run';
import type { Seat } from './seat';
import type { Turns } from './turns';

/** Carries out the reader's choices of an engine. */
export class Chooser {
	readonly #seat: Seat;
	readonly #turns: Turns;
	/** The run that is set up, or null. */
	readonly #run: () => TrainingRun | null;
	/** A run that was taken off its engine is back at step 0. */
	readonly #present: (run: TrainingRun) => void;
	/** Choices that are not carried out yet. */
	#open = 0;

	constructor(seat: Seat, turns: Turns, run: () => TrainingRun | null, present: (run: TrainingRun) => void) {
		this.#seat = seat;
		this.#turns = turns;
		this.#run = run;
		this.#present = present;
	}

	/** Tells of the engine; measures where none is open yet, at what a reader with a graphics card trains first. */
	async meet(): Promise<void> {
		if (this.#seat.engine !== null) this.#seat.tell();
		else await this.#seat.take(this.#task());
	}

	/** Measures what was passed over. */
	async measure(): Promise<void> {
		await this.meet();
		await this.#seat.measureOthers();
	}

	/** The run goes on where its engine stays. A choice that is not carried out yet comes first. */
	choose(choice: EngineChoice, turn: number): Promise<void> {
		if (this.#open === 0 && this.#seat.keep(choice)) return Promise.resolve();
		this.#turns.halt(turn);
		this.#open++;
		return this.#turns.enqueue(() => this.#change(choice).finally(() => this.#open--));
	}

	async #change(choice: EngineChoice): Promise<void> {
		if (this.#seat.keep(choice)) return;
		const run = this.#run();
		let left = false;
		try {
			await this.#seat.change(choice, this.#task(), async () => {
				await run?.release();
				left = true;
			});
		} finally {
			if (left && run !== null) this.#present(run);
		}
	}

	#task() {
		return this.#run()?.task ?? taskFor(defaultConfig('gpu'));
	}
}
