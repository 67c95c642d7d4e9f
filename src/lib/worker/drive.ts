import type { Engine } from '$lib/engine/engine';
import type { TrainEvent } from '$lib/recipe/events';
import { breathe } from './breath';
import type { RunState } from './protocol';
import type { TrainingRun } from './run';

/** Where training stops: after so many updates of the run, or after what is named. */
export type Until = 'end' | 'epoch' | 'step' | number;

/** Steps from where the run is to there; 0 or less where it is there already. */
export function stepsUntil({ done, plan }: TrainingRun, until: Until): number {
	if (until === 'end') return Infinity;
	if (until === 'step') return 1;
	if (until !== 'epoch') return until - done;
	const { stepsPerEpoch, totalSteps } = plan;
	// A run whose steps are all made is still to be judged.
	return Math.max(1, Math.min(totalSteps, (Math.floor(done / stepsPerEpoch) + 1) * stepsPerEpoch) - done);
}

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
	run.keeper.stopAt = run.done + limit;
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
