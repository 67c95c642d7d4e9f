import type { Engine } from '$lib/engine/engine';
import type { TrainEvent } from '$lib/recipe/events';
import { breathe } from './breath';
import type { RunState } from './protocol';
import type { TrainingRun } from './run';

/** Who listens while a run is driven. */
export interface Passenger {
	/** Updates of the run after which it stops; asked anew after each step. */
	readonly goal: () => number;
	readonly isHalted: () => boolean;
	/** Whether each step is to be over before the next one is queued; asked before each. */
	readonly oneByOne: () => boolean;
	readonly hear: (event: TrainEvent) => void;
	/** Done between two steps; `more` tells whether training goes on after a step. */
	readonly between: (more: boolean) => Promise<void>;
}

/** Pulls a run event by event until it is over or must stop, and then until what it has made is kept. */
export async function drive(run: TrainingRun, engine: Engine, passenger: Passenger): Promise<void> {
	const { goal, isHalted, oneByOne, hear, between } = passenger;
	run.keeper.stopAt = goal;
	const enough = () => isHalted() || (run.done >= goal() && !run.trained);
	while (!run.over && !(enough() && run.settled)) {
		run.keeper.stopping = enough();
		run.single = oneByOne();
		const event = await run.next(engine);
		if (event === null) return;
		hear(event);
		await between(event.type === 'step' && run.done < goal());
		await breathe();
	}
}

/** What a run is in once it has told this. */
export const stateOnceTold: Readonly<Partial<Record<TrainEvent['type'], RunState>>> = {
	stage: 'compiling',
	step: 'running',
	diverged: 'diverged',
	end: 'finished'
};
