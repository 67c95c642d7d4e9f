import { join, resolve } from 'node:path';
import type { Dataset, Skipped } from '$lib/data/dataset';
import { datasetDigest } from '$lib/data/digest';
import { buildGraph } from '$lib/model/build';
import { CheckpointError } from '$lib/model/checkpointError';
import { describeCheckpoint, readCheckpoint, type RunIdentity, type Snapshot } from '$lib/recipe/checkpoint';
import type { RunConfig } from '$lib/recipe/config';
import { metricsUntil } from '$lib/recipe/metricsCsv';
import { InputError } from './failure';
import { variantNamed } from './network';
import { runConfigFrom } from './runConfig';
import { fileNames, prepareFolder, readRun } from './runFolder';
import { loadData } from './source';
import type { TrainCommandOptions } from './trainOptions';

/** A run with everything it needs, from its beginning or from where it was left. */
export interface Prepared {
	readonly identity: RunIdentity;
	readonly dataset: Dataset;
	/** Files of the data that were passed over. */
	readonly skipped: readonly Skipped[];
	readonly folder: string | null;
	readonly left: (Snapshot & { readonly metrics: string }) | null;
}

/** A run from its beginning. Throws InputError, ConfigError and DataError for bad input. */
export async function prepareNew(options: TrainCommandOptions): Promise<Prepared> {
	const config = withAbsoluteFolder(await runConfigFrom(options));
	const { identity, dataset, skipped } = await identify(config);
	const folder = options.out ?? null;
	if (folder !== null) await prepareFolder(folder);
	return { identity, dataset, skipped, folder, left: null };
}

/**
 * A run that was left. Throws InputError, ConfigError, DataError or CheckpointError for bad input.
 * @param given names of the options on the command line; those that describe a run are refused
 */
export async function prepareLeft(
	from: string,
	options: TrainCommandOptions,
	given: readonly string[]
): Promise<Prepared> {
	const allowed = ['resume', 'data', 'out', 'engine', 'adapter', 'threads', 'json'];
	const other = given.find((name) => !allowed.includes(name));
	if (other !== undefined) {
		const flag = other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
		throw new InputError(`--resume takes the run as it is in ${from}: leave out --${flag}.`);
	}
	const files = await readRun(from);
	const {
		identity: begun,
		dataset,
		skipped
	} = await identify(withAbsoluteFolder(relocated(files.config, options.data)));
	const { identity, left } = checkpointOf(from, files.checkpoint, begun);
	const folder = options.out ?? from;
	await prepareFolder(folder);
	return {
		identity,
		dataset,
		skipped,
		folder,
		left: { ...left, metrics: metricsUntil(files.metrics, left.position) }
	};
}

/** What the run had come to. Throws CheckpointError, with the file's name, for one that is damaged or another run's. */
function checkpointOf(
	folder: string,
	bytes: Uint8Array,
	begun: RunIdentity
): { identity: RunIdentity; left: Snapshot } {
	try {
		const identity = { ...begun, amendments: describeCheckpoint(bytes).amendments };
		return { identity, left: readCheckpoint(bytes, identity) };
	} catch (error) {
		if (!(error instanceof CheckpointError)) throw error;
		throw new CheckpointError(error.kind, `${join(folder, fileNames.checkpoint)}: ${error.message}`);
	}
}

/** The same run with its files somewhere else. */
function relocated(config: RunConfig, data: string | undefined): RunConfig {
	if (data === undefined) return config;
	if (config.data.kind !== 'procedural') return { ...config, data: { ...config.data, folder: data } };
	throw new InputError('The run was trained on procedural data: leave out --data.');
}

/** The folder is kept with the run, which may be resumed from elsewhere. */
function withAbsoluteFolder(config: RunConfig): RunConfig {
	if (config.data.kind === 'procedural' || config.data.folder === undefined) return config;
	return { ...config, data: { ...config.data, folder: resolve(config.data.folder) } };
}

async function identify(config: RunConfig): Promise<Pick<Prepared, 'identity' | 'dataset' | 'skipped'>> {
	const variant = variantNamed(config.model);
	const { dataset, config: data, skipped } = await loadData(config.data);
	const { padding, bnEpsilon } = config;
	const graph = buildGraph(variant, { classes: dataset.classes.length, padding, bnEpsilon });
	const identity = { graph, config: { ...config, data }, data: await datasetDigest(dataset) };
	return { identity, dataset, skipped };
}
