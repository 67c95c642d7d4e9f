import { EngineError, type Executor } from '$lib/engine/executor';
import type { RunConfig } from '$lib/recipe/config';
import { failureOf } from './failure';
import { look, type LookCommand, type View } from './look';
import type { Outbox } from './outbox';
import type { Command } from './protocol';
import { graphFor } from './run';
import type { Seat } from './seat';

const lookTypes: readonly Command['type'][] = ['preview', 'weigh', 'inspect', 'answer-all', 'show-tests'];

export function isLook(command: Command): command is LookCommand {
	return lookTypes.includes(command.type);
}

/** Looks that were asked for and not taken yet. A later one takes the place of an earlier one of its kind. */
export class Looks {
	readonly #outbox: Outbox;
	readonly #seat: Seat;
	#waiting: LookCommand[] = [];

	constructor(outbox: Outbox, seat: Seat) {
		this.#outbox = outbox;
		this.#seat = seat;
	}

	add(command: LookCommand): void {
		const kept = command.type === 'show-tests' ? this.#waiting : this.#others(command.type);
		this.#waiting = [...kept, command];
	}

	/**
	 * Takes all that wait. A look that fails is told and harms nothing else; only a device that is gone is thrown, since
	 * whatever trains on it is gone as well.
	 */
	async take(view: Omit<View, 'open' | 'isOpen'>): Promise<void> {
		const taken = this.#waiting;
		this.#waiting = [];
		for (const command of taken) {
			try {
				const open = (config: RunConfig, classes?: number) => this.#open(config, classes);
				await look(command, { ...view, open, isOpen: this.#seat.engine !== null }, this.#outbox);
			} catch (error) {
				if (error instanceof EngineError && error.kind === 'device-lost') throw error;
				this.#outbox.say({ type: 'failure', ...failureOf(error) });
			}
		}
	}

	#others(type: LookCommand['type']): LookCommand[] {
		return this.#waiting.filter((waiting) => waiting.type !== type);
	}

	/** An executor of the open engine; null where none is open. The taker disposes of it. */
	async #open(config: RunConfig, classes = 10): Promise<Executor | null> {
		const { optimizer, emaDecay, seed } = config;
		const options = { graph: graphFor(config, classes), optimizer, ema: emaDecay !== null, seed };
		return (await this.#seat.engine?.createExecutor(options)) ?? null;
	}
}
