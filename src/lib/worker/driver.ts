import type { TrainEvent } from '$lib/recipe/events';
import { breathe } from './breath';
import type { FoundEngine } from './engines';
import { failureOf, stateAfter } from './failure';
import type { Outbox } from './outbox';
import type { RunState } from './protocol';
import type { TrainingRun } from './run';

/** Makes a run train and tells the page what comes of it: events, answers, its state, how it failed. */
export class Driver {
	readonly #outbox: Outbox;
	readonly #loseEngine: () => void;
	#state: RunState = 'empty';

	/** @param loseEngine called where the engine is not to be used again */
	constructor(outbox: Outbox, loseEngine: () => void) {
		this.#outbox = outbox;
		this.#loseEngine = loseEngine;
	}

	get state(): RunState {
		return this.#state;
	}

	become(state: RunState): void {
		if (state === this.#state) return;
		this.#state = state;
		this.#outbox.say({ type: 'state', state });
	}

	/**
	 * Trains until the run is over, or until `enough` says so of the steps made and what they gave is kept.
	 * @param engine makes the executor where there is none yet
	 */
	async pull(run: TrainingRun, engine: FoundEngine, enough: (made: number) => boolean): Promise<void> {
		this.become(run.fresh ? 'compiling' : 'running');
		let made = 0;
		while (!run.over && !(enough(made) && run.settled)) {
			run.keeper.stopping = enough(made);
			const event = await run.next(engine);
			if (event === null) break;
			this.#tell(run, event);
			if (event.type === 'step') {
				made++;
				if (run.predictionDue && !enough(made)) await this.predict(run);
			}
			await breathe();
		}
		if (!run.over) this.become('paused');
	}

	/** Tells what the network says of the sample images, where it has begun. */
	async predict(run: TrainingRun): Promise<void> {
		const answer = await run.predict();
		if (answer === null) return;
		const { size, probabilities } = answer;
		this.#outbox.say({ type: 'predictions', step: run.done, size, probabilities }, [probabilities.buffer]);
	}

	/** Does a run's work; what it throws ends the run, frees what it held and is told. */
	async guard(run: TrainingRun, work: () => Promise<unknown>): Promise<void> {
		try {
			await work();
		} catch (error) {
			const failure = failureOf(error);
			await run.keeper.fail(failure.message);
			await run.release();
			// A lost device does not come back, and one that ran out of memory stays failed: the next run looks anew.
			if (failure.kind === 'device-lost' || failure.kind === 'out-of-memory') this.#loseEngine();
			this.#outbox.say({ type: 'failure', ...failure });
			this.become(stateAfter(failure.kind));
		}
	}

	#tell(run: TrainingRun, event: TrainEvent): void {
		const told = run.keeper.hear(event);
		if (told !== null) this.#outbox.add(told);
		if (event.type === 'stage') this.become('compiling');
		else if (event.type === 'step') this.become('running');
		else if (event.type === 'diverged') this.become('diverged');
		else if (event.type === 'end') this.become('finished');
	}
}
