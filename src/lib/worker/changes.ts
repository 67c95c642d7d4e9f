/** What the page is told of a run that is set up or comes back, and what it may do to one that has begun. */
import { withLearningRate } from '$lib/recipe/amend';
import type { RunConfig } from '$lib/recipe/config';
import { configOf } from '$lib/runs/run';
import type { RunStore } from '$lib/runs/store';
import { CommandError } from './failure';
import type { Outbox } from './outbox';
import type { LeftRun, TrainingRun } from './run';

/** Events in a message: a page checks and draws so many in a few milliseconds. */
const eventsAtOnce = 500;

export function announce({ config, plan }: TrainingRun, outbox: Outbox): void {
	const { stages, totalSteps } = plan;
	outbox.say({ type: 'configured', config, steps: totalSteps, stages: [...stages] });
}

/** A run with all that it told before. */
export function announceAgain(run: TrainingRun, outbox: Outbox): void {
	announce(run, outbox);
	const { events, run: kept } = run.keeper;
	for (let i = 0; i < events.length; i += eventsAtOnce) {
		outbox.say({ type: 'training', events: events.slice(i, i + eventsAtOnce) });
	}
	const { id, name } = kept;
	outbox.say({ type: 'restored', id, name, position: run.done });
}

/** Throws CommandError where the store has no such run, StoreError where it cannot be asked. */
export async function findLeft(store: RunStore, id: string): Promise<LeftRun> {
	const run = await store.get(id);
	if (run !== null) return { run, checkpoint: await store.checkpoint(id) };
	throw new CommandError('bad-command', 'This run is no longer kept in this browser.');
}

export async function amendRun(run: TrainingRun, config: RunConfig, outbox: Outbox): Promise<void> {
	await run.amend(config);
	const { stages, totalSteps } = run.plan;
	outbox.say({ type: 'amended', position: run.done, config, steps: totalSteps, stages: [...stages] });
}

/** A run that diverged goes on from its last good state. Throws CommandError for another. */
export async function continueRun(run: TrainingRun, scale: number, outbox: Outbox): Promise<void> {
	if (run.keeper.run.state !== 'diverged') {
		throw new CommandError('bad-command', 'Only a run that has diverged goes on with another learning rate.');
	}
	await run.amend(withLearningRate(configOf(run.keeper.run), scale));
	announceAgain(run, outbox);
}

export async function exportRun(run: TrainingRun, outbox: Outbox): Promise<void> {
	const { document, checkpoint } = await run.files();
	outbox.say({ type: 'exported', position: run.done, document, checkpoint }, [checkpoint.buffer]);
}
