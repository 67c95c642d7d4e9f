import type { SeriesPoint } from '$lib/state/series';
import { lastBy, type Evaluations } from './curves';

/** One instant of the run, marked in every chart: where the reader points, or the newest. */
export class Reading {
	/** Index of the training point under the pointer or the keyboard, or null. */
	index = $state<number | null>(null);

	readonly #points: () => readonly SeriesPoint[];
	readonly #evaluations: () => Evaluations;

	readonly point = $derived.by((): SeriesPoint | null => {
		const points = this.#points();
		return (this.index === null ? undefined : points[this.index]) ?? points.at(-1) ?? null;
	});
	/** Steps made at that instant. */
	readonly steps = $derived(this.point === null ? 0 : this.point.step + 1);
	/** The last test at the stage's own size by then, and at the final size. */
	readonly own = $derived.by(() => lastBy(this.#evaluations().own, this.steps));
	readonly final = $derived.by(() => lastBy(this.#evaluations().final, this.steps));

	constructor(points: () => readonly SeriesPoint[], evaluations: () => Evaluations) {
		this.#points = points;
		this.#evaluations = evaluations;
	}
}
