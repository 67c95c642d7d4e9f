import { timeTicks } from '$lib/charts/timeTicks';
import type { XY } from '$lib/charts/thin';
import type { RunConfig } from '$lib/recipe/config';
import { learningRate } from '$lib/recipe/learningRate';
import { stagePlan, stepsPerEpoch } from '$lib/recipe/schedule';
import { imageCost, passes } from '$lib/state/cost';
import { imagesOfEpoch } from '$lib/state/images';
import type { Playground } from '$lib/state/playground.svelte';
import { costUntil } from '$lib/state/sizeRuns';
import { firstView, type View } from '$lib/state/view';
import { xOf, type XAxis } from './axis';
import { smoothed, splitEvaluations, stageBands, trainingLine } from './curves';
import { Reading } from './reading.svelte';

/** Points of the learning rate's line. */
const rateSamples = 240;

/** What the charts of a run share: the axis, the points, the stages, and the instant that is read. */
export class CurveView {
	readonly #playground: Playground;
	readonly #record = $derived.by(() => this.#playground.record);
	/** Of the run, or of the draft while there is none. */
	readonly config = $derived.by((): RunConfig => {
		return this.#playground.run?.config ?? this.#playground.draft.config;
	});
	readonly #plan = $derived.by(() => this.#planned());
	readonly stages = $derived.by(() => this.#playground.run?.stages ?? this.#plan.stages);
	readonly #steps = $derived.by(() =>
		this.#playground.run ? this.#playground.steps : this.#plan.totalSteps
	);
	readonly points = $derived.by(() =>
		this.memory === firstView.smoothing ? this.#record.points : smoothed(this.#record.points, this.memory)
	);
	readonly evaluations = $derived.by(() =>
		splitEvaluations(
			this.#record.evaluations,
			this.stages.map(({ size }) => size)
		)
	);
	readonly #nowMs = $derived.by(() => this.#record.last?.trainMs ?? 0);
	/** Rounded up to a tick, so that a forecast that wavers does not move the axis. */
	readonly clockTicks = $derived.by(() =>
		timeTicks(Math.max(this.#nowMs + (this.#playground.going.trainingMsLeft ?? 0), 10_000), 6)
	);
	/** Where an instant stands on the axis. */
	readonly x = $derived.by(() =>
		xOf(this.axis, { batch: this.config.batch, stepsPerEpoch: this.#plan.stepsPerEpoch })
	);
	readonly end = $derived.by(() =>
		this.axis === 'time' ? (this.clockTicks.at(-1) ?? 1) : this.#xOfStep(this.#steps)
	);
	readonly bands = $derived.by(() => {
		const x = this.axis === 'time' ? null : (step: number) => this.#xOfStep(step);
		return stageBands(this.stages, this.#record.stages, x, this.#nowMs);
	});
	/** Where the run's settings were changed, on the axis. */
	readonly changes = $derived.by(() =>
		this.#playground.changes.made.map(({ position }) => {
			const trainMs = this.points.findLast(({ step }) => step < position)?.trainMs ?? 0;
			return this.x({ step: position, trainMs });
		})
	);
	/** The learning rate: as it was, and from there on as planned; over time as far as the run has come. */
	readonly rates = $derived.by((): XY[] => {
		const past = trainingLine(this.points, this.x, (point) => point.learningRate);
		if (this.axis === 'time') return past;
		const length = { totalSteps: this.#steps, stepsPerEpoch: this.#plan.stepsPerEpoch };
		const samples = Array.from({ length: rateSamples + 1 }, (_, sample) => {
			return (sample / rateSamples) * this.#steps;
		});
		const planned = samples
			.filter((step) => step >= this.#record.steps)
			.map((step) => ({
				x: this.#xOfStep(step),
				y: learningRate(this.config.learningRate, step, length)
			}));
		return [...past, ...planned];
	});
	readonly #model = $derived.by(() => this.config.model);
	readonly #cost = $derived.by(() => imageCost(this.#model));
	readonly reading: Reading;

	constructor(playground: Playground) {
		this.#playground = playground;
		this.reading = new Reading(
			() => this.points,
			() => this.evaluations
		);
	}

	get axis(): XAxis {
		return this.#playground.view.axis;
	}

	get lossScale(): View['loss'] {
		return this.#playground.view.loss;
	}

	get memory(): View['smoothing'] {
		return this.#playground.view.smoothing;
	}

	/** Multiply-adds that the run had cost after so many steps, forward and back, at the sizes that it really trained on. */
	spent(steps: number): number {
		const { last, sizes } = this.#record;
		return last === null ? 0 : passes * costUntil(sizes, steps, this.#cost);
	}

	#xOfStep(step: number): number {
		return this.x({ step, trainMs: 0 });
	}

	#planned() {
		const images = imagesOfEpoch(this.config, this.#playground.data);
		return stagePlan(this.config, Math.max(1, stepsPerEpoch(images, this.config.batch)));
	}
}
