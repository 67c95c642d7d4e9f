import type { Dataset } from '$lib/data/dataset';
import type { Decode } from '$lib/data/folders/image';
import type { RunConfig } from '$lib/recipe/config';
import type { TrainEvent } from '$lib/recipe/events';
import { planFor } from '$lib/recipe/run';
import { breathe } from './breath';
import { decodeImage } from './decode';
import type { FindEngine, FoundEngine } from './engines';
import { CommandError, failureOf, stateAfter } from './failure';
import { Loader, sameSpec, type LoadedData, type ProceduralSpec } from './loader';
import { Outbox, type Post } from './outbox';
import type { Command, RunState } from './protocol';
import { graphFor, TrainingRun } from './run';

export interface SessionOptions {
	readonly post: Post;
	readonly findEngine: FindEngine;
	/** Milliseconds from any origin. */
	readonly clock?: () => number;
	/** Reads images; by the browser's means if left out. */
	readonly decode?: Decode;
}

const fileTitles = { cifar10: 'CIFAR-10', cifar100: 'CIFAR-100', folders: 'images in class folders' };

/** Whether a set from files is of the kind, and its images of the side, that a configuration asks for. */
function fits({ kind, train }: Dataset, wanted: RunConfig['data']): boolean {
	return kind === wanted.kind && (wanted.kind !== 'folders' || train.side === wanted.side);
}

/**
 * The host's heart: follows the page's commands one after the other and tells what happens. It knows nothing of
 * workers; whoever makes it carries the messages.
 *
 * Commands get a turn in the order of their arrival. Those that end training (pause, step, reset, configure) raise a
 * mark at once, at which training of an earlier turn stops after the step that it is making; their own work waits
 * in the queue until it has.
 */
export class Session {
	readonly #outbox: Outbox;
	readonly #loader: Loader;
	readonly #findEngine: FindEngine;
	readonly #clock: () => number;
	#engine: FoundEngine | null = null;
	#data: LoadedData | null = null;
	#run: TrainingRun | null = null;
	#state: RunState = 'empty';
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

	constructor({ post, findEngine, clock = () => performance.now(), decode = decodeImage }: SessionOptions) {
		this.#clock = clock;
		this.#outbox = new Outbox(post, clock);
		this.#loader = new Loader(this.#outbox, clock, decode);
		this.#findEngine = findEngine;
	}

	get state(): RunState {
		return this.#state;
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
				return this.#load(this.#loader.files(command.files, command), turn);
			case 'load-collected':
				return this.#load(this.#loader.collected(command, command.seed), turn);
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

	#become(state: RunState): void {
		if (state === this.#state) return;
		this.#state = state;
		this.#outbox.say({ type: 'state', state });
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

	async #loadProcedural(spec: ProceduralSpec, turn: number): Promise<void> {
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
		this.#become('empty');
	}

	async #drop(): Promise<void> {
		const run = this.#run;
		this.#run = null;
		await run?.release();
	}

	async #configure(config: RunConfig, turn: number): Promise<void> {
		graphFor(config, 1);
		const data = await this.#dataFor(config);
		if (data === null) return;
		const run = new TrainingRun(config, data.dataset, data.samples, this.#clock);
		await this.#adopt(data);
		await this.#drop();
		this.#run = run;
		this.#configuredAt = turn;
		this.#announce(run);
	}

	/** The data of a configuration, made if need be; null if that did not come to an end. */
	async #dataFor(config: RunConfig): Promise<LoadedData | null> {
		const data = (await this.#loader.current()) ?? this.#data;
		if (config.data.kind === 'procedural') {
			planFor(config, config.data.train);
			return data && sameSpec(data.spec, config.data) ? data : this.#loader.procedural(config.data);
		}
		if (data && fits(data.dataset, config.data)) return data;
		throw new CommandError(
			'no-data',
			`The run asks for ${fileTitles[config.data.kind]}: choose the files first.`
		);
	}

	async #reset(): Promise<void> {
		const run = this.#run;
		if (run === null) throw new CommandError('bad-command', 'There is no run to reset.');
		await run.release();
		this.#announce(run);
	}

	#announce({ config, plan }: TrainingRun): void {
		const stages = plan.stages.map(({ size, dropout, from, to }) => ({ size, dropout, from, to }));
		this.#outbox.say({ type: 'configured', config, steps: plan.totalSteps, stages });
		this.#become('ready');
	}

	/** Makes up to `limit` steps, until the end or until a later command halts it. */
	async #advance(turn: number, limit: number): Promise<void> {
		const run = this.#trainable();
		if (this.#halted(run, turn, limit)) return;
		const engine = await this.#meet();
		await this.#guard(run, () => this.#pull(run, engine, turn, limit));
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
		if (run.over || this.#state === 'lost' || this.#state === 'failed') {
			throw new CommandError('bad-command', 'This run is over: reset it to train again.');
		}
		return run;
	}

	async #pull(run: TrainingRun, engine: FoundEngine, turn: number, limit: number): Promise<void> {
		this.#become(run.fresh ? 'compiling' : 'running');
		run.single = limit === 1;
		let made = 0;
		while (!run.over && !this.#halted(run, turn, limit) && (made < limit || run.trained)) {
			const event = await run.next(engine);
			if (event === null) break;
			this.#tell(event);
			if (event.type === 'step') {
				made++;
				if (run.predictionDue && made < limit) await this.#predict(run);
			}
			await breathe();
		}
		if (!run.over) this.#become('paused');
	}

	#tell(event: TrainEvent): void {
		this.#outbox.add(event);
		if (event.type === 'stage') this.#become('compiling');
		else if (event.type === 'step') this.#become('running');
		else if (event.type === 'diverged') this.#become('diverged');
		else if (event.type === 'end') this.#become('finished');
	}

	/** Answers for the samples as the network now is, unless the page has already asked for something else. */
	async #showPredictions(turn: number): Promise<void> {
		const run = this.#run;
		if (run === null || turn !== this.#turn) return;
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
			await run.release();
			// A lost device does not come back, and one that ran out of memory stays failed: the next run looks anew.
			if (failure.kind === 'device-lost' || failure.kind === 'out-of-memory') this.#closeEngine();
			this.#outbox.say({ type: 'failure', ...failure });
			this.#become(stateAfter(failure.kind));
		}
	}
}
