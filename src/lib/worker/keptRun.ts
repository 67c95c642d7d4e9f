/** A run as it is first kept, and as it comes back. */
import type { Dataset } from '$lib/data/dataset';
import type { Graph } from '$lib/model/graph';
import type { RunConfig } from '$lib/recipe/config';
import type { RunPlan } from '$lib/recipe/plan';
import { emptyMetrics, metricsUntil } from '$lib/runs/metrics';
import { isNamed, longestName, newRunId, runName, type StoredRun } from '$lib/runs/run';
import type { RunStore } from '$lib/runs/store';
import { CommandError } from './failure';

/** What a run computes with; its limits are applied to the data. */
export interface RunParts {
	readonly graph: Graph;
	readonly dataset: Dataset;
	readonly plan: RunPlan;
}

/** A run as the store has it. */
export interface LeftRun {
	readonly run: StoredRun;
	/** Null where it has made no step. */
	readonly checkpoint: Uint8Array | null;
}

/** Throws CommandError where the store has no such run, StoreError where it cannot be asked. */
export async function findLeft(store: RunStore, id: string): Promise<LeftRun> {
	const run = await store.get(id);
	if (run !== null) return { run, checkpoint: await store.checkpoint(id) };
	throw new CommandError('bad-command', 'This run is no longer kept in this browser.');
}

/** Keeps a copy of a run as it was last kept, under an id of its own. Throws as `findLeft` does, and where there is no room. */
export async function copyLeft(store: RunStore, id: string): Promise<LeftRun> {
	const { run, checkpoint } = await findLeft(store, id);
	const now = Date.now();
	const name = isNamed(run) ? `${run.name.slice(0, longestName - 4)} (2)` : run.name;
	const copy = { ...asLeft(run), id: newRunId(), name, created: now, updated: now };
	await store.put(copy, checkpoint);
	return { run: copy, checkpoint };
}

/** Without what was told after the last saving of a run that goes on from there. */
export function asLeft(run: StoredRun): StoredRun {
	if (run.state !== 'unfinished') return run;
	return { ...run, metrics: metricsUntil(run.metrics, run.position), judgements: [] };
}

export function newRun(config: RunConfig, { dataset, plan }: RunParts): StoredRun {
	const { kind, classes, train, test } = dataset;
	const now = Date.now();
	return {
		id: newRunId(),
		name: runName(config),
		created: now,
		updated: now,
		config,
		data: { kind, digest: '', classes: classes.length, train: train.count, test: test.count },
		device: { engine: '', adapter: '' },
		amendments: [],
		state: 'unfinished',
		reason: null,
		position: 0,
		steps: plan.totalSteps,
		judgements: [],
		metrics: emptyMetrics()
	};
}
