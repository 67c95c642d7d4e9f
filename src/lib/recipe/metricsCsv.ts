/**
 * The metrics of a run as CSV: a row per training step and per evaluation, in the order in which they happened. Like
 * the checkpoint it holds nothing of the clock: equal runs give equal bytes.
 */
import type { EvaluationEvent, StepEvent } from './events';
import type { RunPlan } from './plan';

const columns = [
	/** `train`, `test` (a part of the test split) or `final` (all of it, at the end of the run). */
	'event',
	/** Updates made, this row's own among them. */
	'updates',
	'epoch',
	'stage',
	/** Image side, pixels. */
	'size',
	/** `parameters`, or `ema` for their moving average. */
	'weights',
	'learningRate',
	/** Of `train` rows with, of others without label smoothing. */
	'loss',
	'accuracy',
	'images',
	'gradientNorm'
] as const;
type Column = (typeof columns)[number];

export const metricsHeader = columns.join(',') + '\n';

/** The line of an event, with its line end. */
export function metricsRow(event: StepEvent | EvaluationEvent, plan: RunPlan): string {
	const row: Partial<Record<Column, string | number>> =
		event.type === 'step' ? stepRow(event, plan) : evaluationRow(event, plan);
	return columns.map((column) => row[column] ?? '').join(',') + '\n';
}

function stepRow(event: StepEvent, plan: RunPlan) {
	const { step, epoch, stage, learningRate, loss, correct, images, gradientNorm } = event;
	const size = plan.stages[stage]?.size ?? NaN;
	const accuracy = correct / images;
	const updates = step + 1;
	return {
		event: 'train',
		weights: 'parameters',
		updates,
		epoch,
		stage,
		size,
		learningRate,
		loss,
		accuracy,
		images,
		gradientNorm
	};
}

function evaluationRow(event: EvaluationEvent, plan: RunPlan) {
	const { step: updates, stage, size, weights, loss, correct, images, final } = event;
	const epoch = updates / plan.stepsPerEpoch;
	return {
		event: final ? 'final' : 'test',
		updates,
		epoch,
		stage,
		size,
		weights,
		loss,
		accuracy: correct / images,
		images
	};
}

/** What stays of a file when the run goes on after `position` updates: the end of the run is judged anew. */
export function metricsUntil(csv: string, position: number): string {
	const kept = csv.split('\n').filter((line) => {
		const [event, updates] = line.split(',');
		return (event === 'train' || event === 'test') && Number(updates) <= position;
	});
	return metricsHeader + kept.map((line) => line + '\n').join('');
}
