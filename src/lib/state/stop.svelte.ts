/** The run that Train would go on with, or the one that it would begin. */
export interface Course {
	readonly stepsPerEpoch: number;
	readonly steps: number;
	/** Steps made. */
	readonly done: number;
}

export type StopUnit = 'epochs' | 'steps';
/** Why a value was not taken: no number or no whole one, the run has passed it, the run ends before. */
export type StopProblem = 'number' | 'behind' | 'beyond';

/** Where the reader has training stop before its end. The value stays when it was reached: after a reset it holds again. */
export class Stop {
	/** In `unit`; null: training goes on to the end. */
	value = $state<number | null>(null);
	unit = $state<StopUnit>('epochs');
	/** Of the last entry. */
	problem = $state<StopProblem | null>(null);
	readonly #course: () => Course;
	readonly #move: (step: number | null) => void;

	/** Steps made when training stops, also where that is behind or beyond the end; null: no stop. */
	readonly step = $derived.by(() => (this.value === null ? null : this.#stepOf(this.value)));
	/** The same while it lies before the run; otherwise null. */
	readonly ahead = $derived.by(() => (this.#problemOf(this.value) === null ? this.step : null));
	/** Where it is, as a share of the run. */
	readonly share = $derived.by(() => (this.ahead === null ? null : this.ahead / this.course.steps));

	/** @param move tells whatever trains by now of another stop */
	constructor(course: () => Course, move: (step: number | null) => void) {
		this.#course = course;
		this.#move = move;
	}

	get course(): Course {
		return this.#course();
	}

	/** Why the stop as it stands stops nothing, or null. */
	get idle(): StopProblem | null {
		return this.#problemOf(this.value);
	}

	/** So many steps in the unit that is chosen. */
	inUnit(steps: number): number {
		return this.unit === 'steps' || steps === 0 ? steps : steps / this.course.stepsPerEpoch;
	}

	/** Takes a value, NaN for a text that is no number, or null for none; what does not fit is refused, and the old one stays. */
	enter(value: number | null): void {
		this.problem = this.#problemOf(value);
		if (this.problem !== null) return;
		this.value = value;
		this.#move(this.step);
	}

	/** The same stop in another unit. */
	count(unit: StopUnit): void {
		const { step } = this;
		this.unit = unit;
		this.problem = null;
		if (step !== null) this.value = this.inUnit(step);
	}

	#stepOf(value: number): number {
		return this.unit === 'steps' ? value : Math.round(value * this.course.stepsPerEpoch);
	}

	#problemOf(value: number | null): StopProblem | null {
		if (value === null) return null;
		if (!(value > 0) || (this.unit === 'steps' && !Number.isInteger(value))) return 'number';
		const { steps, done } = this.course;
		const step = this.#stepOf(value);
		// Without images there is no run yet.
		if (step > steps || steps === 0) return 'beyond';
		return step <= done ? 'behind' : null;
	}
}
