/**
 * A run on disk: one safetensors file with the weights under timm's names, so that any program can load them, and
 * beside them what training goes on from. Nothing in it depends on the clock or the machine: equal runs give
 * equal bytes.
 */
import type { ExecutorState } from '$lib/engine/executor';
import { parametersFromTensors, tensorsFromParameters } from '$lib/model/checkpoint';
import { CheckpointError } from '$lib/model/checkpointError';
import type { Graph } from '$lib/model/graph';
import { readSafetensors, writeSafetensors } from '$lib/model/safetensors';
import type { NamedTensor, TensorFile } from '$lib/model/tensor';
import type { Amendment } from './amend';
import { verify, withChecksum } from './checksum';
import type { RunConfig } from './config';
import { parseRunConfig } from './parse';

const FORMAT = 'efficientnetv2-explained run 1';
const average = /^ema\.(.+)$/;
const slot = /^optimizer\.([A-Za-z]+)\.(.+)$/;

/** What a run is, apart from how far it is: a checkpoint goes on only in the same one. */
export interface RunIdentity {
	readonly graph: Graph;
	/** As it was set up. */
	readonly config: RunConfig;
	/** How that was changed while it trained; none unless given. */
	readonly amendments?: readonly Amendment[];
	/** Digest of the data set, see `datasetDigest`. */
	readonly data: string;
}

export interface Snapshot {
	/** Updates made. All random draws are functions of seed and position, so it is the generator's state as well. */
	readonly position: number;
	readonly state: ExecutorState;
}

/** The file's bytes. Throws CheckpointError if the state does not fit the graph. */
export function writeCheckpoint(run: RunIdentity, { position, state }: Snapshot): Uint8Array<ArrayBuffer> {
	const { graph, data } = run;
	const trained = trainable(graph);
	const slots = [...state.slots].sort(([a], [b]) => (a < b ? -1 : 1));
	const tensors = [
		...tensorsFromParameters(graph, state.parameters),
		...slots.flatMap(([name, values]) =>
			prefixed(`optimizer.${name}.`, tensorsFromParameters(trained, values))
		),
		...(state.ema ? prefixed('ema.', tensorsFromParameters(graph, state.ema)) : [])
	];
	const metadata = new Map([
		['format', FORMAT],
		['step', String(position)],
		['config', JSON.stringify(sorted(essence(run.config)))],
		['data', data]
	]);
	const amended = amendmentsText(run);
	if (amended !== null) metadata.set('amendments', amended);
	return writeSafetensors(withChecksum({ tensors, metadata }));
}

/** Where the run goes on. Throws CheckpointError if the file is damaged or of another run, saying which field differs. */
export function readCheckpoint(bytes: Uint8Array, run: RunIdentity): Snapshot {
	const file = readSafetensors(bytes);
	const position = readPosition(file);
	checkIdentity(file, run);
	verify(file);
	const { graph } = run;
	const slots = new Map<string, NamedTensor[]>();
	const ema: NamedTensor[] = [];
	for (const tensor of file.tensors) {
		const [, slotName, parameter] = slot.exec(tensor.name) ?? [];
		const averaged = average.exec(tensor.name)?.[1];
		if (averaged !== undefined) ema.push({ ...tensor, name: averaged });
		if (slotName === undefined || parameter === undefined) continue;
		slots.set(slotName, [...(slots.get(slotName) ?? []), { ...tensor, name: parameter }]);
	}
	const trained = trainable(graph);
	return {
		position,
		state: {
			parameters: parametersFromTensors(graph, weightsOf(file)),
			slots: new Map([...slots].map(([name, tensors]) => [name, parametersFromTensors(trained, tensors)])),
			ema: ema.length > 0 ? parametersFromTensors(graph, ema) : null
		}
	};
}

export interface CheckpointDescription extends Omit<RunIdentity, 'graph' | 'amendments'> {
	readonly amendments: readonly Amendment[];
	readonly position: number;
	/** Answers that its network knows. */
	readonly classes: number;
}

/** Which run a checkpoint says it is of. Throws CheckpointError if it is damaged or says nothing of a run, ConfigError if that is none. */
export function describeCheckpoint(bytes: Uint8Array): CheckpointDescription {
	const file = readSafetensors(bytes);
	const position = readPosition(file);
	verify(file);
	const { metadata, tensors } = file;
	const config = parseRunConfig(readJson(metadata.get('config')));
	const amendments = readAmendments(readJson(metadata.get('amendments') ?? '[]'));
	const classes = tensors.find(({ name }) => name === 'classifier.weight')?.shape[0] ?? 0;
	return { config, amendments, data: metadata.get('data') ?? '', position, classes };
}

function readJson(text = ''): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new CheckpointError('malformed', 'What this checkpoint says of its run is not JSON.');
	}
}

/** Throws CheckpointError and ConfigError. */
function readAmendments(value: unknown): Amendment[] {
	const list = Array.isArray(value) ? (value as unknown[]) : [null];
	return list.map((item) => {
		const fields = new Map<string, unknown>(Object.entries(item ?? {}));
		const position = fields.get('position');
		if (typeof position !== 'number' || !Number.isSafeInteger(position) || position < 0) {
			throw new CheckpointError('malformed', 'What this checkpoint says of changed settings cannot be read.');
		}
		return { position, config: parseRunConfig(fields.get('config')) };
	});
}

/** The weights and statistics of a file, without what only a run needs. */
export function weightsOf(file: TensorFile): NamedTensor[] {
	return file.tensors.filter(({ name }) => !average.test(name) && !slot.test(name));
}

function prefixed(prefix: string, tensors: readonly NamedTensor[]): NamedTensor[] {
	return tensors.map((tensor) => ({ ...tensor, name: prefix + tensor.name }));
}

/** The optimiser keeps nothing for running statistics. */
function trainable(graph: Graph): Graph {
	return { ...graph, parameters: graph.parameters.filter((spec) => spec.trainable) };
}

function readPosition({ metadata }: TensorFile): number {
	const step = metadata.get('step') ?? '';
	if (metadata.get('format') !== FORMAT || !/^\d{1,15}$/.test(step)) {
		throw new CheckpointError('mismatch', 'This file holds weights but no run to go on with.');
	}
	return Number(step);
}

function checkIdentity({ metadata }: TensorFile, run: RunIdentity): void {
	const { config, data } = run;
	const theirs = metadata.get('config') ?? '';
	const ours = sorted(essence(config));
	if (theirs !== JSON.stringify(ours)) {
		throw new CheckpointError('mismatch', `The checkpoint is of another run: ${difference(theirs, ours)}.`);
	}
	if ((metadata.get('amendments') ?? null) !== amendmentsText(run)) {
		throw new CheckpointError(
			'mismatch',
			'The settings of this checkpoint were changed otherwise while it trained.'
		);
	}
	if (metadata.get('data') !== data) {
		throw new CheckpointError('mismatch', 'The checkpoint is of a run on other data.');
	}
}

function difference(theirs: string, ours: object): string {
	let read: unknown;
	try {
		read = JSON.parse(theirs);
	} catch {
		return 'its configuration cannot be read';
	}
	const other = new Map(Object.entries(read ?? {}));
	// Another version has other fields too: it is what differs.
	const fields = Object.entries(ours).sort(([a], [b]) => Number(b === 'version') - Number(a === 'version'));
	const field = fields.find(([name, value]) => {
		return JSON.stringify(value) !== JSON.stringify(other.get(name));
	})?.[0];
	return field === undefined ? 'its configuration has more fields' : `its "${field}" differs`;
}

/** Null where nothing was changed: most checkpoints say nothing of it. */
function amendmentsText({ amendments = [] }: RunIdentity): string | null {
	if (amendments.length === 0) return null;
	return JSON.stringify(
		amendments.map(({ position, config }) => sorted({ position, config: essence(config) }))
	);
}

/** The configuration without the place where the files lie: the digest says which data they are. */
function essence(config: RunConfig): RunConfig {
	if (config.data.kind === 'procedural') return config;
	const data = { ...config.data };
	delete data.folder;
	return { ...config, data };
}

/** The same value with the fields of every object in alphabetical order, so that equal ones give equal text. */
function sorted<T>(value: T): T {
	if (Array.isArray(value)) return value.map(sorted) as T;
	if (typeof value !== 'object' || value === null) return value;
	const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(fields.map(([name, inner]) => [name, sorted(inner as unknown)])) as T;
}
