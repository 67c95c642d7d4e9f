/** What a reader takes away of a run. The run document is in `document.ts`. */
import { readSafetensors, writeSafetensors } from '$lib/model/safetensors';
import { currentConfig } from '$lib/recipe/amend';
import { weightsOf } from '$lib/recipe/checkpoint';
import type { EvaluationEvent, StepEvent } from '$lib/recipe/events';
import { metricsHeader, metricsRow } from '$lib/recipe/metricsCsv';
import { stagePlan, stepsPerEpoch } from '$lib/recipe/schedule';
import { eventsOf } from './metrics';
import type { StoredRun } from './run';

/** The metrics as `lab` writes them: a row for each step and each judgement. */
export function metricsCsv(run: StoredRun): string {
	const config = currentConfig(run);
	const plan = stagePlan(config, stepsPerEpoch(run.data.train, config.batch));
	const told = [...eventsOf(run.metrics), ...run.judgements];
	const rows = told.filter((event): event is StepEvent | EvaluationEvent => {
		return event.type === 'step' || event.type === 'evaluation';
	});
	return metricsHeader + rows.map((event) => metricsRow(event, plan)).join('');
}

/** A checkpoint's weights and statistics alone, under timm's names. Throws CheckpointError. */
export function weightsFile(checkpoint: Uint8Array): Uint8Array {
	return writeSafetensors({ tensors: weightsOf(readSafetensors(checkpoint)), metadata: new Map() });
}
