import type { Engine } from '$lib/engine/engine';
import type { RunConfig } from '$lib/recipe/config';
import { currentConfig } from '$lib/recipe/amend';
import { noLocks } from '$lib/runs/locks';
import { announce, announceAgain, changeRun, isChange, stateOf, type ChangeCommand } from './changes';
import { decodeImage } from '$lib/data/folders/decode';
import { Chooser } from './chooser';
import { drive, stateOnceTold } from './drive';
import { CommandError, failureOf, stateAfter } from './failure';
import type { Until } from './goal';
import type { Keeping } from './keeper';
import { copyLeft, findLeft } from './keptRun';
import { isLoad, Loader, type LoadCommand, type LoadedData } from './loader';
import { isLook, Looks } from './looks';
import { Outbox } from './outbox';
import { isPacing, Pacing } from './pacing';
import type { Command, RunState } from './protocol';
import { graphFor, TrainingRun } from './run';
import { Seat } from './seat';
import type { SessionOptions } from './sessionOptions';
import { haltsTraining, Turns } from './turns';

type Resume = Extract<Command, { type: 'resume-run' }>;

/**
 * The host's heart: follows the page's commands one after the other and tells what happens. It knows nothing of
 * workers; whoever makes it carries the messages.
 *
 * Commands that end training (pause, step, reset, configure and others) stop it after the step that it is making, which
 * is kept; their own work waits in the queue until it has (see `Turns`).
 */
export class Session {
	readonly #outbox: Outbox;
	readonly #loader: Loader;
	readonly #seat: Seat;
	readonly #keeping: Keeping;
	readonly #looks: Looks;
	readonly #chooser: Chooser;
	readonly #pacing: Pacing;
	#data: LoadedData | null = null;
	#run: TrainingRun | null = null;
	#state: RunState = 'empty';
	/** A run whose data were replaced: it stops. */
	#outdated: TrainingRun | null = null;
	readonly #turns: Turns;
	/** Turn of the configuration that set up the run; data asked for earlier come too late for it. */
	#configuredAt = 0;

	constructor({
		post,
		findEngine,
		openStore,
		locks = noLocks,
		clock = () => performance.now(),
		decode = decodeImage,
		sleep
	}: SessionOptions) {
		this.#outbox = new Outbox(post, clock);
		this.#turns = new Turns((error) => {
			this.#outbox.say({ type: 'failure', ...failureOf(error) });
		});
		this.#keeping = { store: openStore(), locks, outbox: this.#outbox, clock };
		this.#loader = new Loader(this.#outbox, clock, decode);
		this.#seat = new Seat(findEngine, this.#outbox);
		this.#looks = new Looks(this.#outbox, this.#seat);
		this.#pacing = new Pacing(clock, sleep);
		this.#chooser = new Chooser(
			this.#seat,
			this.#turns,
			() => this.#run,
			(run) => {
				this.#present(run);
			}
		);
	}

	get state(): RunState {
		return this.#state;
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	handle(command: Command): Promise<void> {
		const turn = this.#turns.next();
		if (haltsTraining(command)) this.#turns.halt(turn);
		if (isLook(command)) {
			this.#looks.add(command);
			return this.#turns.enqueue(() => this.#lookOn());
		}
		if (isLoad(command)) return this.#load(command, turn);
		if (isPacing(command)) return this.#pacing.follow(command);
		if (isChange(command)) return this.#turns.enqueue(() => this.#change(command));
		switch (command.type) {
			case 'start':
				return this.#turns.enqueue(() => this.#chooser.meet());
			case 'measure-engines':
				return this.#turns.enqueue(() => this.#chooser.measure());
			case 'choose-engine':
				return this.#chooser.choose(command.engine, turn);
			case 'configure':
				return this.#turns.enqueue(() => this.#configure(command.config, turn));
			case 'train':
				return this.#turns.enqueue(() => this.#advance(turn, command.until ?? 'end', command.stop));
			case 'pause':
				return this.#turns.enqueue(() => this.#showPredictions(turn));
			case 'step':
				this.#turns.pause(turn);
				return this.#turns.enqueue(() => this.#advance(turn, 'step'));
			case 'reset':
				return this.#turns.enqueue(() => this.#reset());
			case 'resume-run':
				return this.#turns.enqueue(() => this.#resume(command, turn));
		}
	}

	/** Stops everything and frees it. */
	async dispose(): Promise<void> {
		this.#turns.halt(this.#turns.next());
		this.#loader.stop();
		await this.#turns.enqueue(async () => {
			await this.#drop();
			this.#seat.close();
		});
	}

	#become(state: RunState): void {
		if (state === this.#state) return;
		this.#state = state;
		this.#outbox.say({ type: 'state', state });
	}

	/** Loads beside a run that trains; only what was loaded ends that run. */
	async #load(command: LoadCommand, turn: number): Promise<void> {
		const loaded = await this.#loader.follow(command, this.#data);
		if (loaded === null || loaded === this.#data || turn < this.#configuredAt) return;
		this.#outdated = this.#run;
		await this.#turns.enqueue(async () => {
			if (turn > this.#configuredAt) await this.#adopt(loaded);
		});
	}

	async #adopt(loaded: LoadedData): Promise<void> {
		if (loaded === this.#data) return;
		await this.#drop();
		this.#data = loaded;
		this.#loader.announce(loaded);
		this.#become('empty');
	}

	async #drop(): Promise<void> {
		const run = this.#run;
		this.#run = null;
		await run?.release();
	}

	async #configure(config: RunConfig, turn: number): Promise<void> {
		const make = async (data: LoadedData) => new TrainingRun(config, data, this.#keeping);
		const run = await this.#setUp(config, turn, make);
		if (run !== null) this.#present(run);
	}

	async #resume({ id, copy = false }: Resume, turn: number): Promise<void> {
		const left = await (copy ? copyLeft : findLeft)(await this.#keeping.store, id);
		const make = (data: LoadedData) => TrainingRun.resumed(left, data, this.#keeping);
		const run = await this.#setUp(currentConfig(left.run), turn, make);
		if (run === null) return;
		announceAgain(run, this.#outbox);
		this.#become(stateOf(run));
		await this.#guard(run, async () => void (await run.open(await this.#seat.take(run.task))));
		await this.#showPredictions(turn);
	}

	/** Makes a run the one that is trained; null if its data did not come. What throws leaves the run that was there. */
	async #setUp(
		config: RunConfig,
		turn: number,
		make: (data: LoadedData) => Promise<TrainingRun>
	): Promise<TrainingRun | null> {
		graphFor(config, 1);
		const data = await this.#loader.dataFor(config, this.#data);
		if (data === null) return null;
		const run = await make(data);
		await this.#adopt(data);
		await this.#drop();
		this.#run = run;
		this.#configuredAt = turn;
		return run;
	}

	async #reset(): Promise<void> {
		const run = this.#run;
		if (run === null) throw new CommandError('bad-command', 'There is no run to reset.');
		await run.release();
		this.#present(run);
	}

	/** A run at step 0. */
	#present(run: TrainingRun): void {
		announce(run, this.#outbox);
		this.#become('ready');
	}

	async #change(command: ChangeCommand): Promise<void> {
		const run = this.#run;
		if (run === null || this.#state === 'lost' || this.#state === 'failed') {
			throw new CommandError('bad-command', 'There is no run to change or to export.');
		}
		await changeRun(run, command, this.#outbox);
		this.#become(stateOf(run));
	}

	/** Trains until there, or until a later command halts it. */
	async #advance(turn: number, until: Until, stop?: number): Promise<void> {
		const run = this.#trainable();
		const { goal } = this.#pacing;
		goal.begin(run, until, stop);
		const single = until === 'step';
		if (run.done >= goal.position || this.#halted(run, turn, single)) return;
		await run.keeper.claim();
		await this.#guard(run, async () => {
			this.#become(run.fresh ? 'compiling' : 'running');
			if (run.fresh) this.#seat.reconsider(run.task);
			await this.#pull(run, await this.#seat.take(run.task), turn, single);
		});
		await this.#showPredictions(turn);
	}

	#halted(run: TrainingRun, turn: number, single: boolean): boolean {
		return this.#turns.isHalted(turn, single) || run === this.#outdated;
	}

	#trainable(): TrainingRun {
		const run = this.#run;
		if (run === null) throw new CommandError('bad-command', 'There is no run to train: set one up first.');
		if (run.over || this.#state === 'lost' || this.#state === 'failed') {
			throw new CommandError('bad-command', 'This run is over: reset it to train again.');
		}
		return run;
	}

	async #pull(run: TrainingRun, engine: Engine, turn: number, single: boolean): Promise<void> {
		const isHalted = () => this.#halted(run, turn, single);
		const { goal, breaks } = this.#pacing;
		breaks.begin();
		await drive(run, engine, {
			goal: () => goal.position,
			isHalted,
			oneByOne: () => single || breaks.gentle,
			hear: (event) => {
				const told = run.keeper.hear(event);
				if (told !== null) this.#outbox.add(told);
				this.#become(stateOnceTold[event.type] ?? this.#state);
			},
			between: async (more) => {
				if (more && run.predictionDue) await this.#predict(run);
				await this.#lookOn();
				const isOver = () => !more || isHalted() || run.done >= goal.position;
				await breaks.take(isOver, () => this.#lookOn());
			}
		});
		if (!run.over) this.#become('paused');
	}

	/** Takes the looks that were asked for, between two steps of whatever trains. */
	#lookOn(): Promise<void> {
		return this.#looks.take({ dataset: this.#data?.dataset ?? null, network: this.#run?.seen ?? null });
	}

	/** Answers for the samples as the network now is, unless the page has already asked for something else. */
	async #showPredictions(turn: number): Promise<void> {
		const run = this.#run;
		if (run === null || !this.#turns.isLatest(turn)) return;
		if (this.#state !== 'paused' && this.#state !== 'finished') return;
		await this.#guard(run, () => this.#predict(run));
	}

	async #predict(run: TrainingRun): Promise<void> {
		const answer = await run.predict();
		if (answer === null) return;
		const { size, probabilities } = answer;
		this.#outbox.say({ type: 'predictions', step: run.done, size, probabilities }, [probabilities.buffer]);
	}

	/** Does a run's work; what it throws ends the run, frees what it held and is told. */
	async #guard(run: TrainingRun, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			const failure = failureOf(error);
			await run.keeper.fail(failure.message);
			await run.release();
			// A lost device does not come back, and one that ran out of memory stays failed: the next run looks anew.
			if (failure.kind === 'device-lost' || failure.kind === 'out-of-memory') this.#seat.close();
			this.#outbox.say({ type: 'failure', ...failure });
			this.#become(stateAfter(failure.kind));
		}
	}
}
