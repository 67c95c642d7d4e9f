import type { Dataset, ImageSet } from '$lib/data/dataset';
import { limit } from '$lib/data/set';
import type { Engine } from '$lib/engine/engine';
import type { Executor } from '$lib/engine/executor';
import type { Task } from '$lib/engine/pace';
import { buildGraph } from '$lib/model/build';
import type { Graph } from '$lib/model/graph';
import { initialParameters } from '$lib/model/initialise';
import { findVariant } from '$lib/model/variants';
import type { RunConfig } from '$lib/recipe/config';
import type { TrainEvent } from '$lib/recipe/events';
import { train } from '$lib/recipe/loop';
import { ConfigError } from '$lib/recipe/parse';
import { planFor } from '$lib/recipe/run';
import { costliestSize, type RunPlan } from '$lib/recipe/schedule';
import { Predictor } from './predictor';

/** What a run holds from its first step on. */
interface Parts {
	readonly executor: Executor;
	readonly events: AsyncGenerator<TrainEvent, void, void>;
	readonly predictor: Predictor;
}

/** The training images that a configuration takes of a set, and the test images. */
function limited(dataset: Dataset, { data }: RunConfig): Dataset {
	return { ...dataset, train: limit(dataset.train, data.train), test: limit(dataset.test, data.test) };
}

/** The network of a configuration. Throws ConfigError if there is no such variant. */
export function graphFor({ model, padding, bnEpsilon }: RunConfig, classes: number): Graph {
	const variant = findVariant(model);
	if (variant === undefined) throw new ConfigError('model', `There is no network called "${model}".`);
	return buildGraph(variant, { classes, padding, bnEpsilon });
}

/** The step by which engines are compared for a run: that of the stage that takes longest. Throws ConfigError, too. */
export function taskFor(config: RunConfig, graph = graphFor(config, 10)): Task {
	const { model, optimizer, batch } = config;
	return { model, graph, optimizer, batch, imageSize: costliestSize(config) };
}

/**
 * A configured run: pulls the training loop event by event and answers for the sample images. It owns its executor,
 * which it makes with the first event, so that setting up a run costs nothing.
 */
export class TrainingRun {
	readonly config: RunConfig;
	readonly plan: RunPlan;
	/** Steps told so far. */
	done = 0;
	/** True once the run has come to its end, or the loss to none. */
	over = false;
	/** One step at a time: the device has finished each before it is told, so that no other is under way. */
	single = false;
	readonly #dataset: Dataset;
	readonly #samples: ImageSet;
	readonly #graph: Graph;
	readonly #clock: () => number;
	#parts: Parts | null = null;
	#size: number | null = null;

	/** Throws ConfigError or TrainError if this configuration cannot train on this set. */
	constructor(config: RunConfig, dataset: Dataset, samples: ImageSet, clock: () => number) {
		this.config = config;
		this.#dataset = limited(dataset, config);
		this.#samples = samples;
		this.#clock = clock;
		this.plan = planFor(config, this.#dataset.train.count);
		this.#graph = graphFor(config, dataset.classes.length);
	}

	/** Image side of the stage under way, pixels; null before the first. */
	get size(): number | null {
		return this.#size;
	}

	get task(): Task {
		return taskFor(this.config, this.#graph);
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
		this.#parts ??= await this.#open(engine);
		const { done, value } = await this.#parts.events.next();
		if (done) {
			this.over = true;
			return null;
		}
		if (value.type === 'end' || value.type === 'diverged') this.over = true;
		if (value.type === 'stage') this.#size = value.size;
		if (value.type === 'step') this.done = value.step + 1;
		return value;
	}

	/** Class probabilities of the samples at the stage's size; null before the first stage. */
	async predict(): Promise<{ size: number; probabilities: Float32Array<ArrayBuffer> } | null> {
		if (this.#parts === null || this.#size === null) return null;
		return { size: this.#size, probabilities: await this.#parts.predictor.answer(this.#size) };
	}

	/** Frees executor and steps; the next event would begin again at step 0 with the initial weights. */
	async release(): Promise<void> {
		const parts = this.#parts;
		this.#parts = null;
		this.#size = null;
		this.done = 0;
		this.over = false;
		if (parts === null) return;
		const freeing = [
			() => parts.events.return(),
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

	async #open(engine: Engine): Promise<Parts> {
		const { config } = this;
		const executor = await engine.createExecutor({
			graph: this.#graph,
			optimizer: config.optimizer,
			ema: config.emaDecay !== null,
			seed: config.seed
		});
		executor.writeParameters(initialParameters(this.#graph, config.seed));
		const events = train({
			executor,
			config,
			dataset: this.#dataset,
			clock: this.#clock,
			evaluation: this.#evaluation(),
			inFlight: () => (this.single ? 0 : 1)
		});
		const classes = this.#dataset.classes.length;
		return { executor, events, predictor: new Predictor(executor, this.#samples, classes, this.#clock) };
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
