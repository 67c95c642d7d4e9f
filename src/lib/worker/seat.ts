import type { Trial, Unmeasured } from '$lib/engine/choose';
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import type { Task } from '$lib/engine/pace';
import type { FindEngine } from './engines';
import type { Outbox } from './outbox';
import type { EngineChoice } from './protocol';

/** The engine's seat: one is open at most, and whenever that changes the page is told. */
export class Seat {
	readonly #find: FindEngine;
	readonly #outbox: Pick<Outbox, 'say'>;
	#engine: Engine | null = null;
	#choice: EngineChoice = 'auto';
	#trials: readonly Trial[] = [];
	/** The task at which the engine was measured when it was taken. */
	#measuredAt: Task | null = null;

	constructor(find: FindEngine, outbox: Pick<Outbox, 'say'>) {
		this.#find = find;
		this.#outbox = outbox;
	}

	/** The open one, or null. */
	get engine(): Engine | null {
		return this.#engine;
	}

	/** The engine; found where none is open. Throws EngineError `unavailable`. */
	async take(task: Task): Promise<Engine> {
		if (this.#engine !== null) return this.#engine;
		const { engine, trials } = await this.#find(this.#choice, task);
		this.#trials = merged(this.#trials, trials);
		if (engine === null) throw new EngineError('unavailable', 'No engine could be started here.');
		this.#engine = engine;
		this.#measuredAt = task;
		this.tell();
		return engine;
	}

	/**
	 * Closes an engine that won against another at some other task: at this one it may lose. To be called before a run
	 * has made anything on it.
	 */
	reconsider(task: Task): void {
		const contested = this.#trials.filter(({ pace }) => pace !== null).length > 1;
		const decided = this.#measuredAt !== null && keyOf(this.#measuredAt) === keyOf(task);
		if (this.#choice === 'auto' && contested && !decided) this.close();
	}

	/** Takes a choice under which the open engine stays. Returns false where it has to go. */
	keep(choice: EngineChoice): boolean {
		if (this.#engine === null) return false;
		if (choice !== this.#choice && choice !== this.#engine.device.engine) return false;
		this.#choice = choice;
		this.tell();
		return true;
	}

	/**
	 * Opens the chosen engine in the place of the open one. Where it is not to be had, the old engine and the old choice
	 * stay, and the page is told why.
	 * @param leave frees what a run has made on the old engine; called before that is closed
	 */
	async change(choice: EngineChoice, task: Task, leave: () => Promise<void>): Promise<void> {
		const vacate = async () => {
			await leave();
			this.close();
		};
		// A realm has one engine of each name, and measuring opens them all.
		if (choice === 'auto') await vacate();
		const { engine, trials } = await this.#find(choice, task);
		this.#trials = merged(this.#trials, trials);
		if (engine !== null) {
			if (choice !== 'auto') await vacate();
			this.#engine = engine;
			this.#choice = choice;
			this.#measuredAt = task;
		}
		if (this.#engine === null) await this.take(task);
		else this.tell();
	}

	/**
	 * Measures the engines that were passed over, one after the other, each closed again; the page is told after each. It may
	 * take a minute: a software adapter compiles for seconds. They take the task of the open engine, whatever run is set up
	 * since: only figures of one task can be compared.
	 */
	async measureOthers(): Promise<void> {
		const task = this.#measuredAt;
		if (task === null) return;
		for (const { engine: name, reason } of this.#trials) {
			// The engine of the reference is none that can be chosen.
			if (!isPassedOver(reason) || name === 'tfjs-webgpu') continue;
			const { engine, trials } = await this.#find(name, task);
			engine?.close();
			this.#trials = merged(this.#trials, trials);
			this.tell();
		}
	}

	/** Tells the page which engine it is, by whose choice, and what is known of the others; nothing where none is open. */
	tell(): void {
		if (this.#engine === null) return;
		const { device } = this.#engine;
		const plain = { ...device, features: [...device.features] };
		this.#outbox.say({ type: 'device', device: plain, choice: this.#choice, trials: [...this.#trials] });
	}

	close(): void {
		this.#engine?.close();
		this.#engine = null;
	}
}

const keyOf = ({ model, imageSize, batch }: Task) => `${model} ${imageSize} ${batch}`;

/** Whether an engine is there and was not tried, for others were expected to be faster. */
const isPassedOver = (reason: Unmeasured | null) => reason === 'software' || reason === 'last-resort';

/** Said of an engine that was not tried this time. */
const untried: readonly (Unmeasured | null)[] = ['software', 'last-resort', 'too-heavy'];

/** What is known after `fresh` was heard: a figure stays until another figure or a failure takes its place. */
function merged(old: readonly Trial[], fresh: readonly Trial[]): Trial[] {
	const known = old.map((trial) => {
		const next = fresh.find(({ engine }) => engine === trial.engine) ?? trial;
		return trial.pace !== null && untried.includes(next.reason) ? trial : next;
	});
	const added = fresh.filter(({ engine }) => !old.some((trial) => trial.engine === engine));
	return [...known, ...added];
}
