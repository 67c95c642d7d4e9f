import type { Collected } from '$lib/data/folders/collector';
import { defaultConfig } from '$lib/recipe/defaults';
import { TrainClient } from '$lib/worker/client';
import type { Command, Device, EngineChoice, RunState, Trial, WorkerEvent } from '$lib/worker/protocol';
import { Changes } from './changes.svelte';
import { DataFit } from './dataFit';
import type { DataReport } from './dataReport';
import { Draft } from './draft.svelte';
import { sameConfig } from './field';
import { loadingAfter, type FileChoice, type Loading } from './fileData';
import { Going } from './going.svelte';
import { readPredictions, type Predictions } from './predictions';
import { nextProblem, problemOf, type Problem } from './problem';
import { Inspection } from './inspection.svelte';
import { Measuring } from './measuring.svelte';
import { RunRecord } from './record.svelte';
import { browserRuns, Runs } from './runs.svelte';
import { Sight } from './sight.svelte';
import { speedOf } from './speed';
import { StepMemory } from './stepMemory.svelte';
import type { ConfiguredRun, UnderWay } from './underWay';
import { firstView, type View } from './view';

type EventOf<Type extends WorkerEvent['type']> = Extract<WorkerEvent, { type: Type }>;

/**
 * Everything that the playground shows, and what its buttons do. Nothing happens before `start`, so that it can
 * be made while the page is prerendered.
 *
 * The reader edits `draft`. What trains is `run`, set up from the draft by `train` (when there is no run under
 * way) and by `reset`. While `changed` is true the draft differs from the run: the change takes effect with reset.
 */
export class Playground implements UnderWay {
	/** Null until the worker has answered. */
	device = $state.raw<Device | null>(null);
	/** What is known of every engine: how fast it was, or why that is not known. */
	trials = $state.raw<readonly Trial[]>([]);
	/** What decides which engine trains: measurement, or the reader. */
	choice = $state<EngineChoice>('auto');
	/** The reader's choice that is being carried out, otherwise null. */
	choosing = $state<EngineChoice | null>(null);
	/** The loaded data with the sample images, or null. */
	data = $state.raw<DataReport | null>(null);
	/** Images made or bytes read so far while a data set is on its way, otherwise null. */
	loading = $state.raw<Loading | null>(null);
	/** The run that is set up, with its plan in steps, or null. */
	run = $state.raw<ConfiguredRun | null>(null);
	state = $state<RunState>('empty');
	/** Pause was pressed and the step under way has not ended yet: on a slow device that takes seconds. */
	pausing = $state(false);
	/** What the network says of the sample images (`data.samples`), or null before the first answer. */
	predictions = $state.raw<Predictions | null>(null);
	/** What went wrong last, until the next action. */
	problem = $state.raw<Problem | null>(null);
	/** True from `start` until the device is known or the worker failed. */
	starting = $state(false);

	/** How the reader looks at it all. */
	readonly view = $state<View>({ ...firstView });
	readonly draft = new Draft(defaultConfig('gpu'));
	readonly record = new RunRecord();
	readonly #send = (command: Command): void => {
		this.#client.send(command);
	};
	readonly sight = new Sight(this.#send);
	readonly inspection = new Inspection(this.#send);
	readonly measuring = new Measuring(this.#send);
	readonly memory = new StepMemory(this.#send);
	readonly going = new Going(this, this.#send);
	readonly runs: Runs;
	readonly changes: Changes;

	/** Training now, or preparing to: keep the screen awake and warn before the page is left. */
	readonly busy = $derived(this.state === 'running' || this.state === 'compiling');
	/** Whether there is something to lose: a run that has made steps and is not finished. */
	readonly unfinished = $derived(this.busy || (this.state === 'paused' && this.record.steps > 0));
	/** Whether Train, Step and Reset can be pressed. */
	readonly ready = $derived(this.device !== null && Object.keys(this.draft.errors).length === 0);
	/** Whether the draft differs from the run that is set up. */
	readonly changed = $derived(this.run !== null && !sameConfig(this.draft.config, this.run.config));
	readonly steps = $derived(this.run?.steps ?? 0);
	/** Share of the steps made, 0..1. */
	readonly progress = $derived(this.steps === 0 ? 0 : Math.min(1, this.record.steps / this.steps));
	/** Epochs trained, fractional. */
	readonly epoch = $derived(this.record.last?.epoch ?? 0);
	/** Index of the stage under way, from 0. */
	readonly stage = $derived(this.record.stage?.stage ?? 0);
	/** Image side of the stage under way, pixels. */
	readonly size = $derived(this.record.stage?.size ?? this.run?.stages[0]?.size ?? null);
	/** Whether Train goes on with the run that is set up; otherwise it begins one from the draft. */
	readonly goesOn = $derived(
		this.state === 'paused' || this.busy || (this.state === 'ready' && !this.changed)
	);

	readonly #client: TrainClient;
	#started = false;
	readonly #fit = new DataFit(this.draft);

	/** @param client another door to the worker, for tests; @param openStore another place of runs */
	constructor(client: TrainClient = new TrainClient(), openStore = browserRuns) {
		this.#client = client;
		this.runs = new Runs({ act: this.#act, openStore });
		this.changes = new Changes(this, this.#act);
		client.listen((event) => {
			this.#take(event);
		});
	}

	/** Starts the worker, finds the device, makes the data. Does nothing when it runs already. */
	start(): void {
		if (this.#started) return;
		this.#started = true;
		this.starting = true;
		this.problem = null;
		this.#send({ type: 'start' });
		this.going.introduce();
	}

	/**
	 * Trains on, to the end or to that of the epoch or to where the reader has it stop; sets up a new run from the draft
	 * where none is under way.
	 */
	train(until?: 'epoch'): void {
		const stop = this.going.stop.ahead;
		this.#begin();
		this.#send({ type: 'train', ...(until && { until }), ...(stop !== null && { stop }) });
	}

	/** Stops after the step that is running. */
	pause(): void {
		this.pausing = this.busy;
		this.#send({ type: 'pause' });
	}

	/** One training step, then paused. */
	step(): void {
		this.#begin();
		this.#send({ type: 'step' });
	}

	/** Back to step 0, with the draft's settings. */
	reset(): void {
		this.problem = null;
		this.start();
		const config = $state.snapshot(this.draft.config);
		if (this.run !== null && !this.changed) this.#send({ type: 'reset' });
		else {
			// Without data the worker makes what the run asks for.
			if (this.data === null && config.data.kind === 'procedural') this.#expectData(config.data);
			this.#send({ type: 'configure', config });
		}
	}

	/** Trains on another engine, from step 0 on: measures it, or all of them. */
	chooseEngine(choice: EngineChoice): void {
		this.choosing = choice;
		this.#act({ type: 'choose-engine', engine: choice });
	}

	/**
	 * Reads files in the worker: CIFAR's, archives, or images in class folders. If they are refused, what was loaded stays
	 * and trains on.
	 */
	loadFiles(files: readonly File[], { paths, side, seed = 0 }: FileChoice = {}): void {
		this.loading = { done: 0, total: files.reduce((sum, file) => sum + file.size, 0) };
		this.#fit.splitSeed = seed;
		this.#act({
			type: 'load-files',
			files: [...files],
			paths: [...(paths ?? files.map((file) => file.webkitRelativePath || file.name))],
			...(side === undefined ? {} : { side }),
			seed
		});
	}

	/** Takes images that were collected class by class. */
	loadCollected({ side, classes }: Collected, seed = 0): void {
		this.#fit.splitSeed = seed;
		this.#act({ type: 'load-collected', side, classes: [...classes], seed });
	}

	/** Goes back to the images that are made here, at the device's default amount. */
	chooseProcedural(): void {
		this.problem = null;
		this.start();
		const { data } = defaultConfig(this.device === null ? 'gpu' : speedOf(this.device));
		this.draft.set('data', data);
		this.makeData();
	}

	stopLoading(): void {
		this.#send({ type: 'stop-loading' });
	}

	/** Ends the worker. */
	dispose(): void {
		this.#client.dispose();
	}

	/** Sets up a run from the draft unless one is under way (then a changed draft waits for reset). */
	#begin(): void {
		this.problem = null;
		this.start();
		if (!this.goesOn) this.reset();
	}

	readonly #act = (command: Command): void => {
		this.problem = null;
		this.start();
		// The worker makes what a run needs that comes back.
		if (command.type === 'resume-run' && this.data === null) this.loading ??= { done: 0, total: 1 };
		this.#send(command);
	};

	/** Makes the images that the draft asks for, if they are made here; a run that there is ends with it. */
	makeData(): void {
		const { data } = this.draft.config;
		if (data.kind !== 'procedural') return;
		this.#expectData(data);
		this.#send({ ...data, type: 'load-procedural' });
	}

	#expectData({ train, test }: { train: number; test: number }): void {
		this.loading ??= { done: 0, total: train + test };
	}

	#take(event: WorkerEvent): void {
		this.problem = nextProblem(this.problem, problemOf(event));
		this.loading = loadingAfter(event, this.loading);
		const { sight, inspection, measuring, memory, runs, changes } = this;
		for (const part of [sight, inspection, measuring, memory, runs, changes, this.#fit]) part.take(event);
		switch (event.type) {
			case 'device':
				this.#meet(event);
				break;
			case 'data':
				this.#adopt(event);
				break;
			case 'data-refused':
				// The files had taken the place of the first images, which were still being made.
				if (this.data === null) this.makeData();
				break;
			case 'configured':
				this.run = event;
				this.record.clear();
				this.predictions = null;
				break;
			case 'state':
				this.state = event.state;
				if (!this.busy) this.pausing = false;
				if (event.state === 'empty') this.#forget();
				break;
			case 'training':
				this.record.add(event.events);
				break;
			case 'predictions':
				if (this.data !== null)
					this.predictions = readPredictions(event, this.data.labels) ?? this.predictions;
				break;
			case 'failure':
				this.#fail(event.kind);
				break;
			default:
		}
	}

	#meet(event: EventOf<'device'>): void {
		this.device = event.device;
		this.trials = event.trials;
		this.choice = event.choice;
		this.choosing = null;
		this.starting = false;
		// A run that begins keeps its settings, also where it turns out that another engine trains it faster.
		if (!this.draft.edited && !this.busy) this.draft.replace(defaultConfig(speedOf(event.device)));
		if (this.data === null && this.loading === null) this.makeData();
	}

	#adopt(data: DataReport): void {
		this.data = data;
		this.predictions = null;
		this.#fit.fit(data, this.device);
	}

	#forget(): void {
		this.run = null;
		this.predictions = null;
		this.record.clear();
	}

	#fail(kind: EventOf<'failure'>['kind']): void {
		this.starting = false;
		this.choosing = null;
		if (kind === 'unavailable') this.#started = false;
		if (kind !== 'crashed') return;
		// The next command starts a worker that knows nothing: the next action begins anew.
		this.#started = false;
		this.data = null;
		this.run = null;
	}
}
