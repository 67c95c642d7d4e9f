import type { StepEvent } from '$lib/recipe/events';

/** One point of the training curves: the mean of one or more successive steps. */
export interface SeriesPoint {
	/** Last step of the point, from 0. */
	readonly step: number;
	readonly stage: number;
	/** Epochs trained after it, fractional. */
	readonly epoch: number;
	/** Time spent in training steps up to its end, ms. */
	readonly trainMs: number;
	readonly loss: number;
	/** Running mean of the loss over the last twenty steps or so. */
	readonly smoothLoss: number;
	/** Share of right answers in the training batches, 0..1. */
	readonly accuracy: number;
	readonly smoothAccuracy: number;
	readonly learningRate: number;
	/** Of the last step. */
	readonly gradientNorm: number;
}

/** Share of the old mean that one step keeps: a memory of 1 / (1 - 0.95) = 20 steps. */
const memory = 0.95;

/** An exponential mean that is right from its first value on (divided by the weight it has seen so far). */
class RunningMean {
	#sum = 0;
	#weight = 0;

	add(value: number): number {
		this.#sum = memory * this.#sum + (1 - memory) * value;
		this.#weight = memory * this.#weight + (1 - memory);
		return this.#sum / this.#weight;
	}
}

function merge(earlier: SeriesPoint, later: SeriesPoint): SeriesPoint {
	return {
		...later,
		loss: (earlier.loss + later.loss) / 2,
		accuracy: (earlier.accuracy + later.accuracy) / 2
	};
}

/**
 * The training curves of one run, never longer than `limit` points: when full, neighbours are merged in pairs and
 * from then on each point stands for twice as many steps. So a step costs constant time, however long the run.
 */
export class Series {
	readonly limit: number;
	#points: SeriesPoint[] = [];
	/** Steps that a full point stands for. */
	#stride = 1;
	/** Points of single steps that wait until there are `#stride` of them. */
	#waiting: SeriesPoint[] = [];
	readonly #loss = new RunningMean();
	readonly #accuracy = new RunningMean();

	constructor(limit = 5000) {
		this.limit = limit;
	}

	add(event: StepEvent): void {
		const accuracy = event.correct / event.images;
		this.#waiting.push({
			step: event.step,
			stage: event.stage,
			epoch: event.epoch,
			trainMs: event.trainMs,
			loss: event.loss,
			smoothLoss: this.#loss.add(event.loss),
			accuracy,
			smoothAccuracy: this.#accuracy.add(accuracy),
			learningRate: event.learningRate,
			gradientNorm: event.gradientNorm
		});
		if (this.#waiting.length < this.#stride) return;
		this.#points.push(mean(this.#waiting));
		this.#waiting = [];
		if (this.#points.length >= this.limit) this.#halve();
	}

	/** A copy, with the unfinished last point in it. */
	points(): readonly SeriesPoint[] {
		return this.#waiting.length === 0 ? [...this.#points] : [...this.#points, mean(this.#waiting)];
	}

	#halve(): void {
		const halved: SeriesPoint[] = [];
		for (let i = 0; i < this.#points.length; i += 2) {
			const earlier = this.#points[i];
			const later = this.#points[i + 1];
			if (earlier !== undefined) halved.push(later === undefined ? earlier : merge(earlier, later));
		}
		this.#points = halved;
		this.#stride *= 2;
	}
}

/** The mean loss and accuracy of successive points; the rest is the last one's. Needs one point at least. */
function mean(points: readonly SeriesPoint[]): SeriesPoint {
	const last = points.at(-1);
	if (last === undefined) throw new RangeError('A point needs a step.');
	const of = (value: (point: SeriesPoint) => number) =>
		points.reduce((sum, point) => sum + value(point), 0) / points.length;
	return { ...last, loss: of((point) => point.loss), accuracy: of((point) => point.accuracy) };
}
