import { Breaks, type Sleep } from './breaks';
import { Goal } from './goal';
import type { Command } from './protocol';

type PacingCommand = Extract<Command, { type: 'stop-at' | 'gentle' }>;

export function isPacing(command: Command): command is PacingCommand {
	return command.type === 'stop-at' || command.type === 'gentle';
}

/** How the reader has training go: where it stops, and whether it leaves time to others. Both act on training under way. */
export class Pacing {
	readonly goal = new Goal();
	readonly breaks: Breaks;

	/** @param clock milliseconds from any origin */
	constructor(clock: () => number, sleep?: Sleep) {
		this.breaks = new Breaks(clock, sleep);
	}

	/** Waits for no turn. */
	async follow(command: PacingCommand): Promise<void> {
		if (command.type === 'gentle') this.breaks.gentle = command.on;
		else this.goal.move(command.stop);
	}
}
