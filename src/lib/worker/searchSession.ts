import { proceduralDataset } from '$lib/data/procedural/source';
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import type { Task } from '$lib/engine/pace';
import { holdOut } from '$lib/labs/search/holdOut';
import { describeImages } from '$lib/labs/search/images';
import { search, type SearchEvent as Told } from '$lib/labs/search/search';
import { candidateConfig } from '$lib/labs/search/training';
import { findVariant } from '$lib/model/variants';
import { defaultConfig } from '$lib/recipe/defaults';
import { ConfigError } from '$lib/recipe/parse';
import type { Dataset } from '$lib/data/dataset';
import { breathe } from './breath';
import type { FindEngine } from './engines';
import { failureOf, withoutRuns } from './failure';
import { PauseGate } from './pauseGate';
import { Seat } from './seat';
import type { SearchCommand, SearchEvent, SearchFailureKind } from './searchProtocol';
import { taskFor } from './task';

interface SearchSessionOptions {
	readonly post: (event: SearchEvent) => void;
	readonly findEngine: FindEngine;
	/** Milliseconds from any origin. */
	readonly clock?: () => number;
}

type Search = Extract<SearchCommand, { type: 'search' }>;

/** Least time between two messages about steps, ms. */
const intervalMs = 200;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class SearchSession {
	readonly #post: SearchSessionOptions['post'];
	readonly #clock: () => number;
	readonly #seat: Seat;
	readonly #gate: PauseGate;
	#searching = false;
	#saidAt = -Infinity;
	/** Looking and searching, one after the other: both open engines. */
	#queue: Promise<void> = Promise.resolve();

	constructor({ post, findEngine, clock = () => performance.now() }: SearchSessionOptions) {
		this.#post = post;
		this.#clock = clock;
		this.#gate = new PauseGate(post);
		this.#seat = new Seat(findEngine, {
			say: (event) => {
				if (event.type === 'device') post(event);
			}
		});
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle(command: SearchCommand): Promise<void> {
		switch (command.type) {
			case 'look':
				return this.#enqueue(async () => {
					await this.#seat.take(taskFor(defaultConfig('gpu')));
				});
			case 'search':
				if (this.#searching) return this.#fail('bad-command', 'A search is under way.');
				this.#searching = true;
				return this.#enqueue(() => this.#search(command)).finally(() => {
					this.#searching = false;
					this.#gate.resume();
				});
			case 'pause':
				if (this.#searching) this.#gate.pause();
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

	async #search({ settings, images, engine: choice, left }: Search): Promise<void> {
		const { train, seed } = images;
		const whole = await proceduralDataset(
			// The test split is not looked at.
			{ seed, train, test: 1 },
			{ onProgress: (done, total) => this.#post({ type: 'data-progress', done, total }) }
		);
		const data = await describeImages(whole, seed);
		if (left !== null && left.sha256 !== data.sha256) {
			throw new ConfigError('data', 'The search was made on other images than these.');
		}
		const dataset = holdOut(whole, settings.seed);
		const engine = await this.#engineFor(choice, taskOf(settings, dataset));
		if (left !== null) checkDevice(left, engine);
		this.#post({ type: 'began', data: { ...data } });
		const backbone = findVariant(settings.backbone)!;
		const bench = { engine, dataset, backbone, settings, clock: this.#clock };
		const events = search({ ...bench, results: left?.results ?? [] });
		for await (const event of events) {
			this.#tell(event);
			await breathe();
			await this.#gate.pass();
		}
	}

	/** The chosen engine, or the fastest for this network. Throws EngineError `unavailable`. */
	async #engineFor(choice: Search['engine'], task: Task): Promise<Engine> {
		if (this.#seat.engine === null) await this.#seat.take(task);
		if (!this.#seat.keep(choice)) await this.#seat.change(choice, task, () => Promise.resolve());
		this.#seat.reconsider(task);
		const engine = await this.#seat.take(task);
		if (choice === 'auto' || engine.device.engine === choice) return engine;
		throw new EngineError('unavailable', `The engine "${choice}" cannot be started here.`);
	}

	#tell(event: Told): void {
		if (event.type === 'candidate') {
			const { number, genes } = event.candidate;
			this.#post({ type: 'candidate', number, genes: [...genes] });
		} else if (event.type === 'result') {
			this.#post({ type: 'result', result: { ...event.result, genes: [...event.result.genes] } });
		} else if (event.type === 'end') {
			this.#post(event);
		} else if (this.#clock() >= this.#saidAt + intervalMs) {
			this.#saidAt = this.#clock();
			const { number, step, steps } = event;
			this.#post({ type: 'step', number, step, steps });
		}
	}

	#fail(kind: SearchFailureKind, message: string): void {
		this.#post({ type: 'failure', kind, message });
	}
}

/** The step by which engines are compared: the backbone's. Throws TrainError where the images fill no batch. */
function taskOf(settings: Search['settings'], dataset: Dataset): Task {
	return taskFor(candidateConfig(settings, dataset));
}

/** Step times of two devices are not to be compared. Throws ConfigError. */
function checkDevice({ engine, adapter }: NonNullable<Search['left']>, { device }: Engine): void {
	if (engine === device.engine && adapter === device.adapter) return;
	throw new ConfigError(
		'engine',
		`The search was measured with ${engine} on ${adapter}, not with ${device.engine} on ${device.adapter}.`
	);
}
