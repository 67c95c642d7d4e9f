/** What a run told while it trained, compactly: a column for each number of its steps, the rest as it was told. */
import type { EvaluationEvent, StageEvent, StepEvent, TrainEvent } from '$lib/recipe/events';

export const stepFields = [
	'step',
	'stage',
	'epoch',
	'learningRate',
	'loss',
	'correct',
	'images',
	'gradientNorm',
	'trainMs'
] as const satisfies (keyof StepEvent)[];
type StepField = (typeof stepFields)[number];

/** A stage or a judgement while training, told when `after` steps had been. */
export interface Note {
	readonly after: number;
	readonly event: StageEvent | EvaluationEvent;
}

export interface Metrics {
	/** Columns of equal length, in the order of the steps. */
	readonly steps: Readonly<Record<StepField, number[]>>;
	readonly notes: Note[];
}

export function emptyMetrics(): Metrics {
	const columns = stepFields.map((field): [StepField, number[]] => [field, []]);
	return { steps: Object.fromEntries(columns) as Record<StepField, number[]>, notes: [] };
}

/** Steps told. */
export function stepCount({ steps }: Metrics): number {
	return steps.step.length;
}

/** Training time, ms. */
export function trainingTime({ steps }: Metrics): number {
	return steps.trainMs.at(-1) ?? 0;
}

/**
 * Adds what an event tells, in place. False where that was told before: a run that goes on in the middle of a stage
 * comes to it again. The judgement at the end is no part of the metrics.
 */
export function addEvent(metrics: Metrics, event: TrainEvent): boolean {
	const { steps, notes } = metrics;
	if (event.type === 'step') {
		for (const field of stepFields) steps[field].push(event[field]);
	} else if (event.type === 'stage') {
		const { stage } = event;
		if (notes.some((note) => note.event.type === 'stage' && note.event.stage === stage)) return false;
		notes.push({ after: stepCount(metrics), event });
	} else if (event.type === 'evaluation' && !event.final) {
		notes.push({ after: stepCount(metrics), event });
	}
	return true;
}

/** The events again, in their order. */
export function eventsOf(metrics: Metrics): TrainEvent[] {
	const { steps, notes } = metrics;
	const events: TrainEvent[] = [];
	let told = 0;
	const tellUntil = (end: number) => {
		for (; told < end; told++) {
			const row = stepFields.map((field) => [field, steps[field][told]]);
			events.push({ type: 'step', ...(Object.fromEntries(row) as Record<StepField, number>) });
		}
	};
	for (const { after, event } of notes) {
		tellUntil(after);
		events.push(event);
	}
	tellUntil(stepCount(metrics));
	return events;
}

/** A copy of what was told until the state after `position` updates. A stage that had no step by then comes again. */
export function metricsUntil({ steps, notes }: Metrics, position: number): Metrics {
	const over = steps.step.findIndex((step) => step >= position);
	const count = over === -1 ? steps.step.length : over;
	const columns = stepFields.map((field): [StepField, number[]] => [field, steps[field].slice(0, count)]);
	return {
		steps: Object.fromEntries(columns) as Record<StepField, number[]>,
		notes: notes.filter(({ after, event }) => {
			return event.type === 'stage' ? after < count : after <= count && event.step <= position;
		})
	};
}
