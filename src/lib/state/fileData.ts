/** What a run asks of data that came from the reader's files. */
import type { RunConfig } from '$lib/recipe/config';
import { defaultConfig, type EngineSpeed } from '$lib/recipe/defaults';
import type { Device, WorkerEvent } from '$lib/worker/protocol';
import type { DataReport } from './dataReport';
import { speedOf } from './speed';

type DataConfig = RunConfig['data'];

/** How the reader's files are to be read; what is left out has the worker's default. */
export interface FileChoice {
	/** Folders and name of each file; as the browser's picker tells them, if left out. */
	readonly paths?: readonly string[];
	/** Side that images of class folders are resized to, pixels. */
	readonly side?: number;
	/** Of the split of class folders that say none. */
	readonly seed?: number;
}

/** Images made or decoded, or bytes read, while a data set is on its way. */
export interface Loading {
	readonly done: number;
	readonly total: number;
}

/** What is on its way once an event was heard; null: nothing. */
export function loadingAfter(event: WorkerEvent, before: Loading | null): Loading | null {
	switch (event.type) {
		case 'data-progress':
			return { done: event.done, total: event.total };
		case 'data':
		case 'data-refused':
		case 'data-stopped':
		case 'failure':
			// A failure that has nothing to do with it: the next progress brings it back.
			return null;
		default:
			return before;
	}
}

/**
 * What of a configuration has to change so that its run can take what was loaded, or null where it can already: the
 * data it asks for, and a batch that the images fill. What is made here follows the run, not the other way.
 * @param seed of the split
 */
export function partsFor(
	config: RunConfig,
	loaded: DataReport,
	device: Device | null,
	seed: number
): Pick<RunConfig, 'data' | 'batch'> | null {
	if (suits(config, loaded, seed)) return null;
	const data = dataFor(loaded, device === null ? 'gpu' : speedOf(device), seed);
	return { data, batch: batchFor(config.batch, Math.min(loaded.train, data.train ?? Infinity)) };
}

function suits({ data: chosen, batch }: RunConfig, { kind, side, train }: DataReport, seed: number): boolean {
	if (kind === 'procedural') return true;
	if (chosen.kind !== kind || Math.max(batch, chosen.train ?? 0) > train) return false;
	return chosen.kind !== 'folders' || (chosen.side === side && chosen.seed === seed);
}

/** The largest power of two that the images fill, where they do not fill the batch. */
export function batchFor(batch: number, images: number): number {
	return batch <= images ? batch : 2 ** Math.floor(Math.log2(Math.max(1, images)));
}

/** Of the reader's files a slow device takes as many images as its default run, a GPU all. */
function dataFor({ kind, side, train, test }: DataReport, speed: EngineSpeed, seed: number): DataConfig {
	const { data } = defaultConfig(speed);
	if (kind === 'procedural') return data;
	const limit = (images: number, most: number | null) =>
		speed === 'gpu' || most === null || images <= most ? null : most;
	const limits = { train: limit(train, data.train), test: limit(test, data.test) };
	return kind === 'folders' ? { kind, ...limits, side, seed } : { kind, ...limits };
}
