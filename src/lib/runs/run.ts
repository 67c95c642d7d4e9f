/** A run as a value: what it was set up as, how far it is, what it told, and where its checkpoint is. */
import type { Amendment } from '$lib/recipe/amend';
import type { RunConfig } from '$lib/recipe/config';
import type { EvaluationEvent } from '$lib/recipe/events';
import type { Metrics } from './metrics';

/** The images that a run learns from, as far as it must be known to go on. */
export interface DataDescription {
	readonly kind: string;
	/** See `datasetDigest`. */
	readonly digest: string;
	readonly classes: number;
	/** Images that the run takes of each split; 0 where only a checkpoint is known, which does not tell. */
	readonly train: number;
	readonly test: number;
}

/** What a run trained on, e.g. `wasm` and `CPU, WebAssembly`. */
export interface DeviceDescription {
	readonly engine: string;
	readonly adapter: string;
}

/** `diverged`: the loss was no number any more; the checkpoint is the last good one. */
export type StoredState = 'unfinished' | 'finished' | 'diverged';

/** What changes while a run trains. */
export interface RunProgress {
	/** When, in milliseconds since 1970. */
	readonly updated: number;
	readonly data: DataDescription;
	readonly device: DeviceDescription;
	/** Changes of the settings while it trained, in their order. */
	readonly amendments: readonly Amendment[];
	readonly state: StoredState;
	/** Why it stopped, where it did not end by itself; a sentence in English. */
	readonly reason: string | null;
	/** Updates that the checkpoint has behind it; 0 where there is none. The metrics may be ahead of it. */
	readonly position: number;
	/** Steps of the whole run. */
	readonly steps: number;
	/** On the whole test split at the end; empty before. */
	readonly judgements: readonly EvaluationEvent[];
	readonly metrics: Metrics;
}

export interface StoredRun extends RunProgress {
	readonly id: string;
	readonly name: string;
	/** Milliseconds since 1970. */
	readonly created: number;
	/** As it was set up. */
	readonly config: RunConfig;
}

/** What a list of runs shows. */
export type RunHead = Omit<StoredRun, 'metrics'>;

/** Characters of a run's name. */
export const longestName = 200;

/** A name for the run within the browser, 16 hexadecimal digits. Not `randomUUID`, which only secure pages have. */
export function newRunId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(8));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a run is called until the reader names it, e.g. `v2-nano 16–32 px`. */
export function runName({ model, stages }: RunConfig): string {
	const sizes = stages.map(({ size }) => size);
	const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
	return `${model} ${least === most ? least : `${least}–${most}`} px`;
}

/** Whether the reader has named it. */
export function isNamed({ name, config }: Pick<StoredRun, 'name' | 'config'>): boolean {
	return name !== runName(config);
}

/** What of a run a list shows. */
export function headOf({ metrics: _, ...head }: StoredRun): RunHead {
	return head;
}

/** What of a run changes while it trains. */
export function progressOf({
	id: _,
	name: __,
	created: ___,
	config: ____,
	...progress
}: StoredRun): RunProgress {
	return progress;
}
