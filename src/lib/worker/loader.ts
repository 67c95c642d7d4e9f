import { classCounts } from '$lib/data/counts';
import { DataError, type Dataset, type ImageSet, type Skipped } from '$lib/data/dataset';
import { collectedDataset, type Collected } from '$lib/data/folders/collector';
import { defaultSide, type Decode } from '$lib/data/folders/image';
import type { LoadProgress } from '$lib/data/member';
import { proceduralDataset } from '$lib/data/procedural/source';
import type { FileSource } from '$lib/data/source';
import { thumbnails } from '$lib/data/thumbnails';
import type { RunConfig } from '$lib/recipe/config';
import { planFor } from '$lib/recipe/run';
import { CommandError, failureOf } from './failure';
import type { Outbox } from './outbox';
import type { Command } from './protocol';
import { chooseSamples, sampleNumbers, toRgba } from './samples';

/** Least time between two messages of progress, ms. */
const intervalMs = 100;

export type ProceduralSpec = Omit<Extract<RunConfig['data'], { kind: 'procedural' }>, 'kind'>;

export type LoadCommand = Extract<Command, { type: `load-${string}` | 'stop-loading' }>;

export function isLoad(command: Command): command is LoadCommand {
	return command.type === 'stop-loading' || command.type.startsWith('load-');
}

/** Skipped files that the page is told by name. */
const toldSkipped = 100;

/** A data set in memory, and the test images that are shown of it. */
export interface LoadedData {
	readonly dataset: Dataset;
	readonly samples: ImageSet;
	/** What it was made from, or null for files. */
	readonly spec: ProceduralSpec | null;
	readonly skipped: readonly Skipped[];
}

export interface FileOptions {
	/** Folders and name of each file; its name where left out. */
	readonly paths?: readonly string[];
	/** Side that images of class folders are resized to, pixels. */
	readonly side?: number;
	/** Of their split. */
	readonly seed?: number;
}

interface Job {
	/** What it makes, or null for files. */
	readonly spec: ProceduralSpec | null;
	readonly abort: AbortController;
	/** Null where the job was refused or replaced. */
	readonly result: Promise<LoadedData | null>;
}

function sourceOf(file: File, path = file.name): FileSource {
	return { name: file.name, size: file.size, path, stream: () => file.stream() };
}

function sameSpec(a: ProceduralSpec | null, b: ProceduralSpec): boolean {
	if (a?.seed !== b.seed || a.train !== b.train || a.test !== b.test) return false;
	return (a.noise ?? 0) === (b.noise ?? 0) && (a.labelNoise ?? 0) === (b.labelNoise ?? 0);
}

const fileTitles = { cifar10: 'CIFAR-10', cifar100: 'CIFAR-100', folders: 'images in class folders' };

/** Whether a set from files is of the kind, and its images of the side, that a configuration asks for. */
function fits({ kind, train }: Dataset, wanted: RunConfig['data']): boolean {
	return kind === wanted.kind && (wanted.kind !== 'folders' || train.side === wanted.side);
}

/** Makes or reads data sets, one at a time: a new job replaces one that is not done. Tells progress and refusals. */
export class Loader {
	readonly #outbox: Outbox;
	readonly #clock: () => number;
	readonly #decode: Decode;
	#job: Job | null = null;

	/** @param decode reads images in the formats that there are here */
	constructor(outbox: Outbox, clock: () => number, decode: Decode) {
		this.#outbox = outbox;
		this.#clock = clock;
		this.#decode = decode;
	}

	/** The set on its way, if there is one; never rejects. */
	async current(): Promise<LoadedData | null> {
		return (await this.#job?.result) ?? null;
	}

	/**
	 * Makes or reads what a command asks for. Resolves with null where that is loaded already, which is told again,
	 * where it fails or is replaced, and where all loading is to stop.
	 */
	follow(command: LoadCommand, loaded: LoadedData | null): Promise<LoadedData | null> {
		if (command.type === 'stop-loading') return this.#giveUp();
		if (command.type === 'load-files') return this.files(command.files, command);
		if (command.type === 'load-collected') return this.collected(command, command.seed);
		if (loaded === null || !sameSpec(loaded.spec, command)) return this.procedural(command);
		this.stop();
		this.announce(loaded);
		return Promise.resolve(null);
	}

	/** Joins a job that makes the same set. Resolves with null, after having told why, where it fails; silently where another job replaces it. */
	procedural(spec: ProceduralSpec): Promise<LoadedData | null> {
		if (this.#job !== null && sameSpec(this.#job.spec, spec)) return this.#job.result;
		return this.#begin(spec, async (options) => {
			const dataset = await proceduralDataset(spec, options);
			return { dataset, samples: chooseSamples(dataset.test), spec, skipped: [] };
		});
	}

	/** As `procedural`, from files: CIFAR's, archives, or images in class folders. */
	files(
		files: readonly File[],
		{ paths, side = defaultSide, seed = 0 }: FileOptions
	): Promise<LoadedData | null> {
		return this.#begin(null, async (options) => {
			// Only who brings files needs what reads them.
			const { loadFiles } = await import('$lib/data/load');
			const sources = files.map((file, i) => sourceOf(file, paths?.[i]));
			const { dataset, skipped } = await loadFiles(sources, { ...options, decode: this.#decode, side, seed });
			return { dataset, samples: chooseSamples(dataset.test), spec: null, skipped };
		});
	}

	/** As `procedural`, from images that were collected class by class. */
	collected(collected: Collected, seed = 0): Promise<LoadedData | null> {
		return this.#begin(null, async () => {
			const dataset = collectedDataset(collected, seed);
			return { dataset, samples: chooseSamples(dataset.test), spec: null, skipped: [] };
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
		if (data && fits(data.dataset, config.data)) return data;
		throw new CommandError(
			'no-data',
			`The run asks for ${fileTitles[config.data.kind]}: choose the files first.`
		);
	}

	/** Tells the page what is loaded. */
	announce({ dataset, samples, skipped }: LoadedData): void {
		const { kind, classes, train, test } = dataset;
		const rgba = toRgba(samples);
		const labels = samples.labels.slice();
		const small = thumbnails(train, classes.length);
		const images = toRgba(small);
		this.#outbox.say(
			{
				type: 'data',
				kind,
				classes: [...classes],
				train: train.count,
				test: test.count,
				side: samples.side,
				samples: rgba,
				labels,
				numbers: sampleNumbers(test),
				counts: { train: classCounts(train, classes.length), test: classCounts(test, classes.length) },
				thumbnails: { side: small.side, images },
				skippedCount: skipped.length,
				skipped: skipped.slice(0, toldSkipped)
			},
			[rgba.buffer, labels.buffer, images.buffer]
		);
	}

	/** Stops what is on its way. */
	stop(): void {
		this.#job?.abort.abort();
		this.#job = null;
	}

	#giveUp(): Promise<null> {
		this.stop();
		this.#outbox.say({ type: 'data-stopped' });
		return Promise.resolve(null);
	}

	#begin(
		spec: ProceduralSpec | null,
		load: (options: LoadProgress) => Promise<LoadedData>
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
