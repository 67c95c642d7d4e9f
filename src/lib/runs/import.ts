/** Runs that come from files: a checkpoint of the page or of `lab`, with or without the run's document. */
import { buildGraph } from '$lib/model/build';
import { CheckpointError } from '$lib/model/checkpointError';
import type { Graph } from '$lib/model/graph';
import { findVariant } from '$lib/model/variants';
import { currentConfig } from '$lib/recipe/amend';
import { describeCheckpoint, readCheckpoint, type CheckpointDescription } from '$lib/recipe/checkpoint';
import type { RunConfig } from '$lib/recipe/config';
import { stagePlan, stepsPerEpoch } from '$lib/recipe/schedule';
import { emptyMetrics, metricsUntil } from './metrics';
import { newRunId, runName, type StoredRun } from './run';

interface Arrival {
	readonly checkpoint: Uint8Array;
	/** The run of the document that came with it, or null. */
	readonly document: StoredRun | null;
	/** Milliseconds since 1970. */
	readonly now: number;
}

/**
 * The run of a checkpoint, ready to be kept and resumed. Throws CheckpointError if the file is damaged, holds no run
 * or another run than the document's, and ConfigError if its configuration is none.
 */
export function importRun({ checkpoint, document, now }: Arrival): StoredRun {
	const described = describeCheckpoint(checkpoint);
	const { config, amendments, position } = described;
	const run = document ?? runOf(described, now);
	const { digest, classes } = run.data;
	const graph = graphOf(config, classes);
	readCheckpoint(checkpoint, { graph, config: run.config, amendments, data: digest });
	const metrics = metricsUntil(run.metrics, position);
	const ended = run.state === 'finished' && position === run.steps;
	const end = ended ? run : { state: 'unfinished' as const, judgements: [], reason: null };
	return { ...run, ...end, id: newRunId(), updated: now, amendments, position, metrics };
}

/** What a checkpoint alone tells. */
function runOf(
	{ config, amendments, position, data, classes }: CheckpointDescription,
	now: number
): StoredRun {
	const { kind, train, test } = config.data;
	const followed = currentConfig({ config, amendments });
	const steps = train === null ? 0 : stagePlan(followed, stepsPerEpoch(train, followed.batch)).totalSteps;
	return {
		id: newRunId(),
		name: runName(config),
		created: now,
		updated: now,
		config,
		data: { kind, digest: data, classes, train: train ?? 0, test: test ?? 0 },
		device: { engine: '', adapter: '' },
		amendments,
		state: 'unfinished',
		reason: null,
		position,
		steps,
		judgements: [],
		metrics: emptyMetrics()
	};
}

function graphOf({ model, padding, bnEpsilon }: RunConfig, classes: number): Graph {
	const variant = findVariant(model);
	if (variant !== undefined) return buildGraph(variant, { classes, padding, bnEpsilon });
	throw new CheckpointError('mismatch', `There is no network called "${model}".`);
}
