/** How fast a run goes and when it will be done, from what it has done so far. Pure. */
import type { StepEvent } from '$lib/recipe/events';

export interface StageRange {
	/** Image side, pixels. */
	readonly size: number;
	/** Its steps lie from `from` to before `to`, and are this share of them: 1, or less where stages take turns. */
	readonly from: number;
	readonly to: number;
	readonly share: number;
}

interface Pace {
	steps: number;
	ms: number;
}

/** Steps that the rate shown is taken over, and the time that is enough of them. */
const window = { steps: 50, ms: 5000 } as const;

/**
 * The first steps at a size say little: the first also compiles, and a GPU that was given the second meanwhile has
 * it done at once afterwards.
 */
const unsteady = 2;

/** Measures the pace at each image size. Unsteady steps are left out once there are others; until then they are all there is. */
export class Stopwatch {
	readonly #paces = new Map<number, Pace>();
	/** Steps at each size so far, unsteady ones too. */
	readonly #counts = new Map<number, number>();
	#recent: { images: number; ms: number }[] = [];
	#size: number | null = null;
	#last = 0;

	/** @param size image side of the step's stage, pixels */
	add(event: StepEvent, size: number): void {
		const ms = event.trainMs - this.#last;
		this.#last = event.trainMs;
		const count = (this.#counts.get(size) ?? 0) + 1;
		this.#counts.set(size, count);
		const pace = this.#paces.get(size);
		if (pace === undefined || count === unsteady + 1) {
			this.#paces.set(size, { steps: 1, ms });
		} else {
			pace.steps += 1;
			pace.ms += ms;
		}
		if (size !== this.#size) this.#recent = [];
		this.#size = size;
		if (count > unsteady) this.#recent.push({ images: event.images, ms });
		if (this.#recent.length > window.steps) this.#recent.shift();
	}

	/** Images per second over the last steps at the current size; null before the third step at it. */
	imagesPerSecond(): number | null {
		let images = 0;
		let ms = 0;
		for (const step of this.#recent.toReversed()) {
			images += step.images;
			ms += step.ms;
			if (ms >= window.ms) break;
		}
		return ms > 0 ? (1000 * images) / ms : null;
	}

	/** Mean time of a step at `size`, ms, or null where none was measured. */
	stepMs(size: number): number | null {
		const pace = this.#paces.get(size);
		return pace === undefined ? null : pace.ms / pace.steps;
	}

	/** Sizes measured so far, the latest last. */
	get sizes(): readonly number[] {
		return [...this.#paces.keys()];
	}
}

/**
 * Time until the last step, ms, or null before the first one. Stages at sizes not yet trained are predicted from
 * the latest size measured, in proportion to their cost.
 * @param done steps made
 * @param cost of one image at a size, in any unit (multiply-adds)
 */
export function timeLeft(
	stages: readonly StageRange[],
	done: number,
	stopwatch: Stopwatch,
	cost: (size: number) => number
): number | null {
	const known = stopwatch.sizes.at(-1);
	const knownMs = known === undefined ? null : stopwatch.stepMs(known);
	if (known === undefined || knownMs === null) return null;
	let ms = 0;
	for (const { size, from, to, share } of stages) {
		const steps = share * Math.max(0, to - Math.max(from, done));
		ms += steps * (stopwatch.stepMs(size) ?? (knownMs * cost(size)) / cost(known));
	}
	return ms;
}
