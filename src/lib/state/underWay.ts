import type { Device, RunState, WorkerEvent } from '$lib/worker/protocol';
import type { DataReport } from './dataReport';
import type { Draft } from './draft.svelte';
import type { RunRecord } from './record.svelte';
import type { Runs } from './runs.svelte';

export type ConfiguredRun = Omit<Extract<WorkerEvent, { type: 'configured' }>, 'type'>;

/** What the parts of the playground's state know of the whole: its run and how it stands. `Playground` describes each. */
export interface UnderWay {
	run: ConfiguredRun | null;
	readonly state: RunState;
	readonly busy: boolean;
	readonly changed: boolean;
	readonly goesOn: boolean;
	readonly starting: boolean;
	readonly device: Device | null;
	readonly data: DataReport | null;
	readonly draft: Draft;
	readonly record: RunRecord;
	readonly runs: Pick<Runs, 'head'>;
}
