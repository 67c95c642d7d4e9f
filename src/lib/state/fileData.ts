/** What a run asks of data that came from the reader's files. */
import type { RunConfig } from '$lib/recipe/config';
import { defaultConfig, type EngineSpeed } from '$lib/recipe/defaults';
import type { DataReport } from './playground.svelte';

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

/**
 * Whether a run that asks for `chosen` can take what was loaded; what is made here follows the run, not the other way.
 * @param seed of the split
 */
export function suits(chosen: DataConfig, { kind, side }: DataReport, seed: number): boolean {
	if (kind === 'procedural') return true;
	if (chosen.kind !== 'folders') return chosen.kind === kind;
	return kind === 'folders' && chosen.side === side && chosen.seed === seed;
}

/** Of the reader's files a slow device takes as many images as its default run, a GPU all. */
export function dataFor({ kind, side }: DataReport, speed: EngineSpeed, seed: number): DataConfig {
	const { data } = defaultConfig(speed);
	if (kind === 'procedural') return data;
	const limits = speed === 'gpu' ? { train: null, test: null } : { train: data.train, test: data.test };
	return kind === 'folders' ? { kind, ...limits, side, seed } : { kind, ...limits };
}
