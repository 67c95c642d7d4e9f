import type { Dataset } from '$lib/data/dataset';
import { proceduralDataset } from '$lib/data/procedural/source';
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import type { RunConfig } from '$lib/recipe/config';
import { defaultConfig } from '$lib/recipe/defaults';
import { planFor } from '$lib/recipe/run';
import { breathe } from './breath';
import type { FindEngine } from './engines';
import { failureOf, withoutRuns } from './failure';
import { LaneTeller } from './laneTeller';
import { PauseGate } from './pauseGate';
import { taskFor } from './task';
import type { ScheduleCommand, ScheduleEvent, ScheduleFailureKind } from './scheduleProtocol';
import { raceSchedules } from './scheduleRace';
import { openRun } from './scheduleRun';
import { Seat } from './seat';

interface ScheduleSessionOptions {
	readonly post: (event: ScheduleEvent) => void;
	readonly findEngine: FindEngine;
	/** Milliseconds from any origin. */
	readonly clock?: () => number;
	/** Training time of a turn, ms. */
	readonly turnMs?: number;
}

type RaceCommand = Extract<ScheduleCommand, { type: 'race' }>;

/** Long against the noise of a machine, short against a run. */
const usualTurnMs = 2000;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class ScheduleSession {
	readonly #post: ScheduleSessionOptions['post'];
	readonly #clock: () => number;
	readonly #turnMs: number;
	readonly #seat: Seat;
	#racing = false;
	readonly #gate: PauseGate;
	/** Looking and racing, one after the other: both open engines. */
	#queue: Promise<void> = Promise.resolve();

	constructor({
		post,
		findEngine,
		clock = () => performance.now(),
		turnMs = usualTurnMs
	}: ScheduleSessionOptions) {
		this.#post = post;
		this.#clock = clock;
		this.#turnMs = turnMs;
		this.#gate = new PauseGate(post);
		this.#seat = new Seat(findEngine, {
			say: (event) => {
				if (event.type === 'device') post(event);
			}
		});
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle(command: ScheduleCommand): Promise<void> {
		switch (command.type) {
			case 'look':
				return this.#enqueue(() => this.#look());
			case 'race':
				if (this.#racing) return this.#fail('bad-command', 'A race is under way.');
				this.#racing = true;
				return this.#enqueue(() => this.#race(command)).finally(() => (this.#racing = false));
			case 'pause':
				if (this.#racing) this.#gate.pause();
				return;
			case 'resume':
				this.#gate.resume();
		}
	}

	#enqueue(work: () => Promise<void>): Promise<void> {
		this.#queue = this.#queue.then(work).catch((error: unknown) => {
			const { kind, message } = failureOf(error);
			if (kind === 'device-lost') this.#seat.close();
			this.#fail(withoutRuns(kind), message);
		});
		return this.#queue;
	}

	/** What a reader with a graphics card trains first. */
	async #look(): Promise<void> {
		await this.#seat.take(taskFor(defaultConfig('gpu')));
	}

	async #race(command: RaceCommand): Promise<void> {
		const { entrants, seeds, order } = command;
		for (const config of entrants) planFor(config, config.data.train ?? 0);
		const engine = await this.#engineFor(command);
		const dataset = await this.#images(entrants);
		const told = new LaneTeller(this.#post, this.#clock, (entrant) => {
			return planFor(entrants[entrant]!, dataset.train.count).totalSteps;
		});
		const events = raceSchedules({
			...{ entrants: entrants.length, seeds, order, turnMs: this.#turnMs },
			open: ({ entrant, seed }) => {
				const config = entrants[entrant]!;
				return openRun(engine, { ...config, seed: config.seed + seed }, dataset, this.#clock);
			},
			gate: () => this.#gate.pass()
		});
		for await (const event of events) {
			told.hear(event);
			await breathe();
		}
		this.#gate.resume();
		this.#post({ type: 'end' });
	}

	/** The chosen engine, or the fastest for these runs. Throws EngineError `unavailable`. */
	async #engineFor({ engine: choice, entrants: [config] }: RaceCommand): Promise<Engine> {
		const task = taskFor(config!);
		if (this.#seat.engine === null) await this.#seat.take(task);
		if (!this.#seat.keep(choice)) await this.#seat.change(choice, task, () => Promise.resolve());
		this.#seat.reconsider(task);
		const engine = await this.#seat.take(task);
		if (choice === 'auto' || engine.device.engine === choice) return engine;
		throw new EngineError('unavailable', `The engine "${choice}" cannot be started here.`);
	}

	#images([config]: readonly RunConfig[]): Promise<Dataset> {
		const { data } = config!;
		if (data.kind !== 'procedural') throw new RangeError('A race is run on procedural images.');
		const { seed, train, test, noise = 0, labelNoise = 0 } = data;
		return proceduralDataset(
			{ seed, train, test, noise, labelNoise },
			{ onProgress: (done, total) => this.#post({ type: 'data-progress', done, total }) }
		);
	}

	#fail(kind: ScheduleFailureKind, message: string): void {
		this.#post({ type: 'failure', kind, message });
	}
}
