import type { EvaluationEvent, StageEvent, StepEvent, TrainEvent } from '$lib/recipe/events';
import { Stopwatch } from './forecast';
import { Series, type SeriesPoint } from './series';
import type { SizeRun } from './sizeRuns';

/** Where a stage began, for the marks in the charts. */
export interface StageMark extends Omit<StageEvent, 'type'> {
	/** Training time at its beginning, ms. */
	readonly trainMs: number;
}

export interface EvaluationPoint extends Omit<EvaluationEvent, 'type'> {
	/** Share of right answers, 0..1. */
	readonly accuracy: number;
}

/** What a run has told so far. Lists are replaced, never changed in place: compare them by identity. */
export class RunRecord {
	/** Training curves, at most 5,000 points. */
	points = $state.raw<readonly SeriesPoint[]>([]);
	evaluations = $state.raw<readonly EvaluationPoint[]>([]);
	stages = $state.raw<readonly StageMark[]>([]);
	/** The newest step, or null before the first. */
	last = $state.raw<StepEvent | null>(null);
	/** Images per second over the last seconds at the current size, or null. */
	imagesPerSecond = $state<number | null>(null);
	/** The step at which the loss stopped being a number, or null. */
	divergedAt = $state<number | null>(null);

	#series = new Series();
	#stopwatch = new Stopwatch();
	#sizes: SizeRun[] = [];

	/** Steps made. */
	get steps(): number {
		return this.last === null ? 0 : this.last.step + 1;
	}

	/** The stage that trains or trained last, or null before the first. */
	get stage(): StageMark | null {
		return this.stages.at(-1) ?? null;
	}

	/** The pace at each size so far; read it after `last`, which is what changes with it. */
	get stopwatch(): Stopwatch {
		return this.#stopwatch;
	}

	/** On images of which sizes it trained; read it after `last`, too. */
	get sizes(): readonly SizeRun[] {
		return this.#sizes;
	}

	/** Takes one message's worth of events; each list is replaced once at most. */
	add(events: readonly TrainEvent[]): void {
		const evaluations: EvaluationPoint[] = [];
		const stages = [...this.stages];
		let last = this.last;
		for (const event of events) {
			if (event.type === 'stage') stages.push({ ...event, trainMs: last?.trainMs ?? 0 });
			else if (event.type === 'evaluation') {
				evaluations.push({ ...event, accuracy: event.correct / event.images });
			} else if (event.type === 'diverged') this.divergedAt = event.step;
			else if (event.type === 'step') {
				last = event;
				this.#series.add(event);
				// A stage that was changed is told again.
				const size = stages.findLast(({ stage }) => stage === event.stage)?.size ?? 0;
				this.#stopwatch.add(event, size);
				this.#measure(event, size);
			}
		}
		if (stages.length > this.stages.length) this.stages = stages;
		if (evaluations.length > 0) this.evaluations = [...this.evaluations, ...evaluations];
		if (last === this.last) return;
		this.last = last;
		this.points = this.#series.points();
		this.imagesPerSecond = this.#stopwatch.imagesPerSecond();
	}

	#measure({ step, images }: StepEvent, size: number): void {
		const last = this.#sizes.at(-1);
		if (last?.size !== size || last.images !== images) this.#sizes.push({ from: step, size, images });
	}

	/** Forgets everything: a new run begins. */
	clear(): void {
		this.points = [];
		this.evaluations = [];
		this.stages = [];
		this.last = null;
		this.imagesPerSecond = null;
		this.divergedAt = null;
		this.#series = new Series();
		this.#stopwatch = new Stopwatch();
		this.#sizes = [];
	}
}
