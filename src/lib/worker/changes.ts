/** What the page is told of a run that is set up or comes back, and what it may do to one that has begun. */
import { withLearningRate } from '$lib/recipe/amend';
import { CommandError } from './failure';
import type { Outbox } from './outbox';
import type { Command, RunState } from './protocol';
import type { TrainingRun } from './run';

const changeTypes = ['amend', 'continue', 'export-run'] as const;
export type ChangeCommand = Extract<Command, { type: (typeof changeTypes)[number] }>;

export function isChange(command: Command): command is ChangeCommand {
	return changeTypes.some((type) => type === command.type);
}

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

/** What a run that is set up or changed waits for. */
export function stateOf({ over, done, keeper }: TrainingRun): RunState {
	if (over) return keeper.run.state === 'diverged' ? 'diverged' : 'finished';
	return done > 0 ? 'paused' : 'ready';
}

/** Throws CommandError, ConfigError or TrainError, with nothing changed, where the run does not allow it. */
export async function changeRun(run: TrainingRun, command: ChangeCommand, outbox: Outbox): Promise<void> {
	switch (command.type) {
		case 'amend': {
			const diverged = run.keeper.run.state === 'diverged';
			await run.amend(command.config);
			// It is back where its numbers were good: the page is told all up to there.
			if (diverged) return announceAgain(run, outbox);
			const { config, done: position, plan } = run;
			const { totalSteps: steps, stages } = plan;
			outbox.say({ type: 'amended', position, config, steps, stages: [...stages] });
			break;
		}
		case 'continue': {
			if (run.keeper.run.state !== 'diverged') {
				throw new CommandError(
					'bad-command',
					'Only a run that has diverged goes on with another learning rate.'
				);
			}
			await run.amend(withLearningRate(run.config, command.learningRateScale));
			announceAgain(run, outbox);
			break;
		}
		case 'export-run': {
			const { document, checkpoint } = await run.files();
			outbox.say({ type: 'exported', position: run.done, document, checkpoint }, [checkpoint.buffer]);
		}
	}
}
