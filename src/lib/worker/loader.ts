import { loadCifar } from '$lib/data/archive';
import { DataError, type Dataset, type ImageSet } from '$lib/data/dataset';
import { proceduralDataset } from '$lib/data/procedural/source';
import type { RunConfig } from '$lib/recipe/config';
import { planFor } from '$lib/recipe/run';
import { CommandError, failureOf } from './failure';
import type { Outbox } from './outbox';
import { chooseSamples, toRgba } from './samples';

/** Least time between two messages of progress, ms. */
const intervalMs = 100;

export type ProceduralSpec = Omit<Extract<RunConfig['data'], { kind: 'procedural' }>, 'kind'>;

/** A data set in memory, and the test images that are shown of it. */
export interface LoadedData {
	readonly dataset: Dataset;
	readonly samples: ImageSet;
	/** What it was made from, or null for files. */
	readonly spec: ProceduralSpec | null;
}

interface Job {
	/** What it makes, or null for files. */
	readonly spec: ProceduralSpec | null;
	readonly abort: AbortController;
	/** Null where the job was refused or replaced. */
	readonly result: Promise<LoadedData | null>;
}

export function sameSpec(a: ProceduralSpec | null, b: ProceduralSpec): boolean {
	return a !== null && a.seed === b.seed && a.train === b.train && a.test === b.test;
}

/** Makes or reads data sets, one at a time: a new job replaces one that is not done. Tells progress and refusals. */
export class Loader {
	readonly #outbox: Outbox;
	readonly #clock: () => number;
	#job: Job | null = null;

	constructor(outbox: Outbox, clock: () => number) {
		this.#outbox = outbox;
		this.#clock = clock;
	}

	/** The set on its way, if there is one; never rejects. */
	async current(): Promise<LoadedData | null> {
		return (await this.#job?.result) ?? null;
	}

	/** Joins a job that makes the same set. Resolves with null, after having told why, where it fails; silently where another job replaces it. */
	procedural(spec: ProceduralSpec): Promise<LoadedData | null> {
		if (this.#job !== null && sameSpec(this.#job.spec, spec)) return this.#job.result;
		return this.#begin(spec, async (options) => {
			const dataset = await proceduralDataset(spec, options);
			return { dataset, samples: chooseSamples(dataset.test), spec };
		});
	}

	/** As `procedural`, from CIFAR-10 files. */
	files(files: readonly File[]): Promise<LoadedData | null> {
		return this.#begin(null, async (options) => {
			const dataset = await loadCifar(files, options);
			return { dataset, samples: chooseSamples(dataset.test), spec: null };
		});
	}

	/**
	 * The data of a configuration, made if need be; null if that did not come to an end. Throws TrainError if they fill no
	 * batch, CommandError `no-data` where files have to be chosen first.
	 * @param loaded what is there already
	 */
	async dataFor(config: RunConfig, loaded: LoadedData | null): Promise<LoadedData | null> {
		const data = (await this.current()) ?? loaded;
		if (config.data.kind === 'procedural') {
			planFor(config, config.data.train);
			return data && sameSpec(data.spec, config.data) ? data : this.procedural(config.data);
		}
		if (data?.dataset.kind === config.data.kind) return data;
		throw new CommandError('no-data', 'The run asks for CIFAR-10: choose its files first.');
	}

	/** Tells the page what is loaded. */
	announce({ dataset, samples }: LoadedData): void {
		const { kind, classes, train, test } = dataset;
		const rgba = toRgba(samples);
		const labels = samples.labels.slice();
		this.#outbox.say(
			{
				type: 'data',
				kind,
				classes: [...classes],
				train: train.count,
				test: test.count,
				side: samples.side,
				samples: rgba,
				labels
			},
			[rgba.buffer, labels.buffer]
		);
	}

	/** Stops what is on its way. */
	stop(): void {
		this.#job?.abort.abort();
		this.#job = null;
	}

	#begin(
		spec: ProceduralSpec | null,
		load: (options: {
			onProgress: (done: number, total: number) => void;
			signal: AbortSignal;
		}) => Promise<LoadedData>
	): Promise<LoadedData | null> {
		this.stop();
		const abort = new AbortController();
		const { signal } = abort;
		const result = load({ onProgress: this.#progress(), signal })
			.then((loaded) => (signal.aborted ? null : loaded))
			.catch((error: unknown) => {
				if (!signal.aborted) this.#refuse(error);
				return null;
			});
		const job = { spec, abort, result };
		this.#job = job;
		void result.then(() => {
			if (this.#job === job) this.#job = null;
		});
		return result;
	}

	#progress(): (done: number, total: number) => void {
		let saidAt = -Infinity;
		return (done, total) => {
			const now = this.#clock();
			if (now < saidAt + intervalMs && done < total) return;
			saidAt = now;
			this.#outbox.say({ type: 'data-progress', done, total });
		};
	}

	#refuse(error: unknown): void {
		if (error instanceof DataError) {
			const { kind, file, message } = error;
			this.#outbox.say({ type: 'data-refused', kind, file, message });
		} else {
			this.#outbox.say({ type: 'failure', ...failureOf(error) });
		}
	}
}
