import type { Dataset, ImageSet } from '$lib/data/dataset';
import { limit } from '$lib/data/set';
import type { Engine } from '$lib/engine/engine';
import type { Executor } from '$lib/engine/executor';
import type { Task } from '$lib/engine/pace';
import type { Graph } from '$lib/model/graph';
import { initialParameters } from '$lib/model/initialise';
import type { RunConfig } from '$lib/recipe/config';
import type { TrainEvent } from '$lib/recipe/events';
import { checkAmendment, currentConfig } from '$lib/recipe/amend';
import { train } from '$lib/recipe/loop';
import type { Snapshot } from '$lib/recipe/checkpoint';
import { planFor, TrainError } from '$lib/recipe/run';
import type { RunPlan } from '$lib/recipe/plan';
import type { StoredRun } from '$lib/runs/run';
import { CommandError } from './failure';
import { Keeper, type Keeping } from './keeper';
import type { LeftRun } from './keptRun';
import type { LoadedData } from './loader';
import type { SeenNetwork } from './look';
import { Predictor } from './predictor';
import { graphFor, taskFor } from './task';

export { graphFor, taskFor };

/** What a run holds from its first step on. */
interface Parts {
	readonly executor: Executor;
	readonly predictor: Predictor;
	/** The loop, once it has begun. */
	events: AsyncGenerator<TrainEvent, void, void> | null;
}

/** The training images that a configuration takes of a set, and the test images. */
function limited(dataset: Dataset, { data }: RunConfig): Dataset {
	return { ...dataset, train: limit(dataset.train, data.train), test: limit(dataset.test, data.test) };
}

/**
 * A configured run: pulls the training loop event by event and answers for the sample images. It owns its executor,
 * which it makes with the first event, so that setting up a run costs nothing.
 */
export class TrainingRun {
	config: RunConfig;
	plan: RunPlan;
	keeper: Keeper;
	/** Steps told so far. */
	done = 0;
	/** True once the run has come to its end, or the loss to none. */
	over = false;
	/** One step at a time: the device has finished each before the next is queued, so that no other is under way. */
	single = false;
	/** Whether everything that was trained is kept, or was tried to be. */
	settled = true;
	readonly #dataset: Dataset;
	readonly #samples: ImageSet;
	readonly #graph: Graph;
	readonly #keeping: Keeping;
	/** Where it goes on, until the executor has it. */
	#start: Snapshot | null = null;
	#parts: Parts | null = null;
	#size: number | null = null;

	/**
	 * Throws ConfigError or TrainError if this configuration cannot train on this set.
	 * @param left the run that goes on, or null for a new one
	 */
	constructor(
		config: RunConfig,
		{ dataset, samples }: LoadedData,
		keeping: Keeping,
		left: StoredRun | null = null
	) {
		this.config = config;
		this.#dataset = limited(dataset, config);
		this.#samples = samples;
		this.#keeping = keeping;
		this.plan = planFor(config, this.#dataset.train.count);
		this.#graph = graphFor(config, dataset.classes.length);
		this.keeper = this.#newKeeper(left);
	}

	/** A run as it was left. Throws as the constructor does, and CheckpointError if the checkpoint does not fit. */
	static async resumed(
		{ run, checkpoint }: LeftRun,
		data: LoadedData,
		keeping: Keeping
	): Promise<TrainingRun> {
		const resumed = new TrainingRun(currentConfig(run), data, keeping, run);
		resumed.over = run.state !== 'unfinished';
		if (checkpoint === null) return resumed;
		resumed.#start = await resumed.keeper.read(checkpoint);
		resumed.done = resumed.#start.position;
		if (resumed.done > 0) resumed.#size = resumed.plan.stageAt(resumed.done - 1).size;
		return resumed;
	}

	/** Image side of the stage under way, pixels; null before the first. */
	get size(): number | null {
		return this.#size;
	}

	get task(): Task {
		return taskFor(this.config, this.#graph);
	}

	/** The network as it is now, for whoever looks at it; null before the first step. */
	get seen(): SeenNetwork | null {
		if (this.#parts === null || this.#size === null) return null;
		const { executor } = this.#parts;
		const { batch } = this.config;
		return {
			...{ executor, batch, graph: this.#graph, dataset: this.#dataset },
			...{ step: this.done, size: this.#size }
		};
	}

	/** Whether nothing was compiled yet. */
	get fresh(): boolean {
		return this.#parts === null;
	}

	/** Whether all steps were told; the loop then still judges the network. */
	get trained(): boolean {
		return this.done >= this.plan.totalSteps;
	}

	/** Whether the sample images may be asked for again while training. */
	get predictionDue(): boolean {
		return this.#parts?.predictor.due ?? false;
	}

	/** The next thing that happens, or null at the end. Throws what the executor throws. */
	async next(engine: Engine): Promise<TrainEvent | null> {
		const parts = await this.open(engine);
		parts.events ??= this.#train(parts.executor);
		const { done, value } = await parts.events.next();
		if (done) {
			this.over = true;
			return null;
		}
		await this.#follow(value, parts.executor);
		return value;
	}

	/** Makes the executor, where that was not done, and brings it to where the run is. */
	async open(engine: Engine): Promise<Parts> {
		this.#parts ??= await this.#open(engine);
		return this.#parts;
	}

	/** Class probabilities of the samples at the stage's size; null before the first stage. */
	async predict(): Promise<{ size: number; probabilities: Float32Array<ArrayBuffer> } | null> {
		if (this.#parts === null || this.#size === null) return null;
		return { size: this.#size, probabilities: await this.#parts.predictor.answer(this.#size) };
	}

	/**
	 * From the step that comes next the run follows another configuration; one that diverged goes on so. Throws
	 * ConfigError, TrainError or CommandError, with nothing changed, where that cannot be.
	 */
	async amend(config: RunConfig): Promise<void> {
		if (this.keeper.run.state === 'finished') {
			throw new CommandError('bad-command', 'This run is finished: its settings can no longer change.');
		}
		checkAmendment(this.config, config, this.plan, this.done);
		const plan = planFor(config, this.#dataset.train.count);
		if (plan.totalSteps < this.done) throw new TrainError('The run is already longer than that.');
		await this.keeper.claim();
		this.keeper.amend(this.done, config, plan);
		this.config = config;
		this.plan = plan;
		this.over = false;
		const parts = this.#parts;
		if (parts === null) return;
		await parts.events?.return();
		parts.events = null;
		await this.keeper.save(this.done, await parts.executor.readState());
	}

	/** The run as files, see `Keeper.files`. Throws CommandError before the first step. */
	async files(): Promise<{ document: string; checkpoint: Uint8Array<ArrayBuffer> }> {
		if (this.#parts === null) {
			throw new CommandError('bad-command', 'This run has not begun: there is nothing to export.');
		}
		return this.keeper.files({ position: this.done, state: await this.#parts.executor.readState() });
	}

	/** Frees executor and steps; the next event would begin again at step 0 with the initial weights, as a new run. */
	async release(): Promise<void> {
		const parts = this.#parts;
		this.#parts = null;
		this.#start = null;
		this.#size = null;
		this.done = 0;
		this.over = false;
		this.settled = true;
		const { keeper } = this;
		this.keeper = this.#newKeeper(null);
		await keeper.leave();
		if (parts === null) return;
		const freeing = [
			() => parts.events?.return(),
			() => {
				parts.predictor.dispose();
			},
			() => {
				parts.executor.dispose();
			}
		];
		for (const free of freeing) {
			// On a lost device freeing may fail; what belongs to it is gone anyway.
			await Promise.resolve()
				.then(free)
				.catch(() => undefined);
		}
	}

	#newKeeper(left: StoredRun | null): Keeper {
		const parts = { graph: this.#graph, dataset: this.#dataset, plan: this.plan };
		return new Keeper(this.#keeping, parts, this.config, left);
	}

	async #follow(event: TrainEvent, executor: Executor): Promise<void> {
		if (event.type === 'stage') this.#size = event.size;
		else if (event.type === 'step') {
			this.done = event.step + 1;
			this.settled = false;
		} else if (event.type === 'saved') this.settled = true;
		else if (event.type === 'diverged') {
			this.over = true;
			this.done = event.position;
			await this.keeper.diverge(event, await executor.readState());
		} else if (event.type === 'end') {
			this.over = true;
			const kept = this.keeper.run.position === event.steps;
			await this.keeper.finish(kept ? null : { position: event.steps, state: await executor.readState() });
		}
	}

	async #open(engine: Engine): Promise<Parts> {
		const { config } = this;
		const executor = await engine.createExecutor({
			graph: this.#graph,
			optimizer: config.optimizer,
			ema: config.emaDecay !== null,
			seed: config.seed
		});
		if (this.#start === null) executor.writeParameters(initialParameters(this.#graph, config.seed));
		else executor.writeState(this.#start.state);
		this.#start = null;
		const classes = this.#dataset.classes.length;
		const predictor = new Predictor(executor, this.#samples, classes, this.#keeping.clock);
		return { executor, predictor, events: null };
	}

	#train(executor: Executor): AsyncGenerator<TrainEvent, void, void> {
		this.keeper.begin(this.done, executor.device);
		return train({
			executor,
			config: this.config,
			dataset: this.#dataset,
			position: this.done,
			clock: this.#keeping.clock,
			evaluation: this.#evaluation(),
			saver: this.keeper,
			inFlight: () => (this.single ? 0 : 1)
		});
	}

	/**
	 * Once an epoch, on so many test images that judging at two sizes takes about a tenth of the time: a training
	 * step costs three forward passes per image, judging one at the stage's size and one at the final size. A
	 * hundred images, the least, tell an accuracy of one half to within five points.
	 */
	#evaluation(): { everySteps: number; images: number } {
		const images = Math.max(100, Math.round(0.05 * this.#dataset.train.count));
		return { everySteps: this.plan.stepsPerEpoch, images: Math.min(images, this.#dataset.test.count) };
	}
}
