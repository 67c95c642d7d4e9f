import type { Engine } from '$lib/engine/engine';
import type { TrainEvent } from '$lib/recipe/events';
import { breathe } from './breath';
import type { RunState } from './protocol';
import type { TrainingRun } from './run';

/** Who listens while a run is driven. */
export interface Passenger {
	/** Steps to make at most. */
	readonly limit: number;
	readonly isHalted: () => boolean;
	readonly hear: (event: TrainEvent) => void;
	/** Done between two steps; `more` tells whether training goes on after a step. */
	readonly between: (more: boolean) => Promise<void>;
}

/** Pulls a run event by event until it is over or must stop, and then until what it has made is kept. */
export async function drive(run: TrainingRun, engine: Engine, passenger: Passenger): Promise<void> {
	const { limit, isHalted, hear, between } = passenger;
	run.single = limit === 1;
	let made = 0;
	const enough = () => isHalted() || (made >= limit && !run.trained);
	while (!run.over && !(enough() && run.settled)) {
		run.keeper.stopping = enough();
		const event = await run.next(engine);
		if (event === null) return;
		hear(event);
		if (event.type === 'step') made++;
		await between(event.type === 'step' && made < limit);
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
