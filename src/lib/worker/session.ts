import { currentConfig } from '$lib/recipe/amend';
import type { RunConfig } from '$lib/recipe/config';
import { planFor } from '$lib/recipe/run';
import type { RunStore } from '$lib/runs/store';
import { announce, announceAgain, changeRun, findLeft, stateOf, type ChangeCommand } from './changes';
import type { FindEngine, FoundEngine } from './engines';
import { Driver } from './driver';
import { CommandError, failureOf } from './failure';
import type { Keeping } from './keeper';
import { Loader, sameSpec, type LoadedData, type ProceduralSpec } from './loader';
import { Outbox, type Post } from './outbox';
import type { Command, RunState } from './protocol';
import { graphFor, TrainingRun } from './run';

export interface SessionOptions {
	readonly post: Post;
	readonly findEngine: FindEngine;
	/** Where runs are kept. */
	readonly openStore: () => Promise<RunStore>;
	/** Milliseconds from any origin. */
	readonly clock?: () => number;
}

/**
 * The host's heart: follows the page's commands one after the other and tells what happens. It knows nothing of
 * workers; whoever makes it carries the messages.
 *
 * Commands get a turn in the order of their arrival. Those that end training (pause, step, reset, configure and others)
 * raise a mark at once, at which training of an earlier turn stops after the step that it is making, and is kept; their
 * own work waits in the queue until it has.
 */
export class Session {
	readonly #outbox: Outbox;
	readonly #loader: Loader;
	readonly #findEngine: FindEngine;
	readonly #keeping: Keeping;
	readonly #driver: Driver;
	#engine: FoundEngine | null = null;
	#data: LoadedData | null = null;
	#run: TrainingRun | null = null;
	/** A run whose data were replaced: it stops. */
	#outdated: TrainingRun | null = null;
	#turn = 0;
	/** Work of earlier turns stops. */
	#haltedBefore = 0;
	/** Turn of the configuration that set up the run; data asked for earlier come too late for it. */
	#configuredAt = 0;
	/** Training without end of earlier turns stops; single steps of earlier turns are still made. */
	#pausedBefore = 0;
	#queue: Promise<void> = Promise.resolve();

	constructor({ post, findEngine, openStore, clock = () => performance.now() }: SessionOptions) {
		this.#outbox = new Outbox(post, clock);
		this.#keeping = { store: openStore(), outbox: this.#outbox, clock };
		this.#loader = new Loader(this.#outbox, clock);
		this.#findEngine = findEngine;
		this.#driver = new Driver(this.#outbox, () => {
			this.#closeEngine();
		});
	}

	get state(): RunState {
		return this.#driver.state;
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	handle(command: Command): Promise<void> {
		const turn = ++this.#turn;
		switch (command.type) {
			case 'start':
				return this.#enqueue(async () => {
					await this.#meet(true);
				});
			case 'load-procedural':
				return this.#loadProcedural(command, turn);
			case 'load-files':
				return this.#load(this.#loader.files(command.files), turn);
			case 'configure':
				this.#haltedBefore = turn;
				return this.#enqueue(() => this.#configure(command.config, turn));
			case 'train':
				return this.#enqueue(() => this.#advance(turn, Infinity));
			case 'pause':
				this.#haltedBefore = turn;
				return this.#enqueue(() => this.#showPredictions(turn));
			case 'step':
				this.#pausedBefore = turn;
				return this.#enqueue(() => this.#advance(turn, 1));
			case 'reset':
				this.#haltedBefore = turn;
				return this.#enqueue(() => this.#reset());
			case 'resume-run':
				this.#haltedBefore = turn;
				return this.#enqueue(() => this.#resume(command.id, turn));
			case 'amend':
			case 'continue':
			case 'export-run':
				this.#haltedBefore = turn;
				return this.#enqueue(() => this.#change(command));
		}
	}

	/** Stops everything and frees it. */
	async dispose(): Promise<void> {
		this.#haltedBefore = ++this.#turn;
		this.#loader.stop();
		await this.#enqueue(async () => {
			await this.#drop();
			this.#closeEngine();
		});
	}

	#closeEngine(): void {
		this.#engine?.close();
		this.#engine = null;
	}

	#enqueue(work: () => Promise<void>): Promise<void> {
		this.#queue = this.#queue.then(work).catch((error: unknown) => {
			this.#outbox.say({ type: 'failure', ...failureOf(error) });
		});
		return this.#queue;
	}

	/** The engine, found at the first call and told to the page. */
	async #meet(tell = false): Promise<FoundEngine> {
		const known = this.#engine;
		this.#engine ??= await this.#findEngine();
		const { device, rejected } = this.#engine;
		if (tell || known === null) {
			const plain = { ...device, features: [...device.features] };
			this.#outbox.say({ type: 'device', device: plain, rejected: [...rejected] });
		}
		return this.#engine;
	}

	async #loadProcedural({ seed, train, test }: ProceduralSpec, turn: number): Promise<void> {
		const spec = { seed, train, test };
		if (!this.#data || !sameSpec(this.#data.spec, spec))
			return this.#load(this.#loader.procedural(spec), turn);
		this.#loader.stop();
		this.#loader.announce(this.#data);
	}

	/** Loads beside a run that trains; only what was loaded ends that run. */
	async #load(loading: Promise<LoadedData | null>, turn: number): Promise<void> {
		const loaded = await loading;
		if (loaded === null || loaded === this.#data || turn < this.#configuredAt) return;
		this.#outdated = this.#run;
		await this.#enqueue(async () => {
			if (turn > this.#configuredAt) await this.#adopt(loaded);
		});
	}

	async #adopt(loaded: LoadedData): Promise<void> {
		if (loaded === this.#data) return;
		await this.#drop();
		this.#data = loaded;
		this.#loader.announce(loaded);
		this.#driver.become('empty');
	}

	async #drop(): Promise<void> {
		const run = this.#run;
		this.#run = null;
		await run?.release();
	}

	async #configure(config: RunConfig, turn: number): Promise<void> {
		const make = async (data: LoadedData) => new TrainingRun(config, data, this.#keeping);
		const run = await this.#setUp(config, turn, make);
		if (run === null) return;
		announce(run, this.#outbox);
		this.#driver.become('ready');
	}

	async #resume(id: string, turn: number): Promise<void> {
		const left = await findLeft(await this.#keeping.store, id);
		const make = (data: LoadedData) => TrainingRun.resumed(left, data, this.#keeping);
		const run = await this.#setUp(currentConfig(left.run), turn, make);
		if (run === null) return;
		announceAgain(run, this.#outbox);
		this.#driver.become(stateOf(run));
		const engine = await this.#meet();
		await this.#driver.guard(run, () => run.open(engine));
		await this.#showPredictions(turn);
	}

	/** Makes a run the one that is trained; null if its data did not come. What throws leaves the run that was there. */
	async #setUp(
		config: RunConfig,
		turn: number,
		make: (data: LoadedData) => Promise<TrainingRun>
	): Promise<TrainingRun | null> {
		graphFor(config, 1);
		const data = await this.#dataFor(config);
		if (data === null) return null;
		const run = await make(data);
		await this.#adopt(data);
		await this.#drop();
		this.#run = run;
		this.#configuredAt = turn;
		return run;
	}

	/** The data of a configuration, made if need be; null if that did not come to an end. */
	async #dataFor(config: RunConfig): Promise<LoadedData | null> {
		const data = (await this.#loader.current()) ?? this.#data;
		if (config.data.kind === 'procedural') {
			planFor(config, config.data.train);
			return data && sameSpec(data.spec, config.data) ? data : this.#loader.procedural(config.data);
		}
		if (data?.dataset.kind === config.data.kind) return data;
		throw new CommandError('no-data', 'The run asks for CIFAR-10: choose its files first.');
	}

	async #reset(): Promise<void> {
		const run = this.#run;
		if (run === null) throw new CommandError('bad-command', 'There is no run to reset.');
		await run.release();
		announce(run, this.#outbox);
		this.#driver.become('ready');
	}

	async #change(command: ChangeCommand): Promise<void> {
		const run = this.#run;
		if (run === null || this.state === 'lost' || this.state === 'failed') {
			throw new CommandError('bad-command', 'There is no run to change or to export.');
		}
		await changeRun(run, command, this.#outbox);
		this.#driver.become(stateOf(run));
	}

	/** Makes up to `limit` steps, until the end or until a later command halts it. */
	async #advance(turn: number, limit: number): Promise<void> {
		const run = this.#trainable();
		if (this.#halted(run, turn, limit)) return;
		const engine = await this.#meet();
		run.single = limit === 1;
		const enough = (made: number) => this.#halted(run, turn, limit) || (made >= limit && !run.trained);
		await this.#driver.guard(run, () => this.#driver.pull(run, engine, enough));
		await this.#showPredictions(turn);
	}

	/** Whether work of this turn must stop. */
	#halted(run: TrainingRun, turn: number, limit: number): boolean {
		const mark = limit === Infinity ? Math.max(this.#haltedBefore, this.#pausedBefore) : this.#haltedBefore;
		return turn < mark || run === this.#outdated;
	}

	#trainable(): TrainingRun {
		const run = this.#run;
		if (run === null) throw new CommandError('bad-command', 'There is no run to train: set one up first.');
		if (run.over || this.state === 'lost' || this.state === 'failed') {
			throw new CommandError('bad-command', 'This run is over: reset it to train again.');
		}
		return run;
	}

	/** Answers for the samples as the network now is, unless the page has already asked for something else. */
	async #showPredictions(turn: number): Promise<void> {
		const run = this.#run;
		if (run === null || turn !== this.#turn) return;
		if (this.state !== 'paused' && this.state !== 'finished') return;
		await this.#driver.guard(run, () => this.#driver.predict(run));
	}
}
