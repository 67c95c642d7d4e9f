import {
	add,
	div,
	minimum,
	mul,
	scalar,
	sqrt,
	square,
	stack,
	sum,
	tidy,
	type Scalar,
	type Tensor1D
} from '@tensorflow/tfjs-core';
import type { Batch, StepMetrics, StepScalars, StepShape, TrainingStep } from '../executor';
import { activate, engineFailure } from './backend';
import { checkBatch } from '../check';
import { uploadBatch } from './batch';
import type { Flat } from './flat';
import { runPass } from './pass';
import { MetricsQueue } from './metrics';
import { countCorrect } from './ops/loss';
import { slot } from './optimizer';
import type { State } from './state';

/** Forward, backward and update at one image size and batch. The state it changes is the executor's. */
export class TfjsTrainingStep implements TrainingStep {
	readonly #state: State;
	readonly #shape: StepShape;
	readonly #queue: MetricsQueue;

	constructor(state: State, shape: StepShape) {
		this.#state = state;
		this.#shape = shape;
		this.#queue = new MetricsQueue(state.backend);
	}

	run(batch: Batch, scalars: StepScalars): void {
		const { backend, graph } = this.#state;
		checkBatch(batch, this.#shape, graph.options.classes);
		activate(backend);
		try {
			this.#queue.push(
				scalars.step,
				tidy(() => this.#update(batch, scalars))
			);
		} catch (cause) {
			throw engineFailure(backend, cause);
		}
	}

	metrics(inFlight = 0): Promise<StepMetrics[]> {
		return this.#queue.take(inFlight);
	}

	/** Rows that are still on their way free themselves when they arrive. */
	dispose(): void {}

	/** One step; returns [loss, correct, gradientNorm]. */
	#update(batch: Batch, scalars: StepScalars) {
		const state = this.#state;
		const { seed, graph, weights } = state;
		const { images, targets } = uploadBatch(batch, this.#shape, graph.options.classes);
		const { step, dropout, dropPath, labelSmoothing } = scalars;
		const pass = runPass(graph, weights, images, targets, {
			labelSmoothing,
			rates: { seed, step, dropout, dropPath },
			imageGradient: false
		});
		const norm = globalNorm(pass.gradient);
		applyUpdate(state, clipped(pass.gradient, norm, scalars.clipNorm), pass.statistics, scalars);
		state.average(scalars.emaDecay);
		return stack([pass.loss, countCorrect(pass.logits, targets), norm]);
	}
}

function applyUpdate(state: State, gradient: Flat, statistics: Flat, scalars: StepScalars): void {
	const { optimizer, weights, decayMask } = state;
	const names = Object.keys(optimizer.initial);
	const updated = weights.trainable.map((parameters, i) => {
		const slots = Object.fromEntries(names.map((name) => [name, at(state.slots.get(name) ?? [], i)]));
		const bucket = { parameters, gradient: at(gradient, i), decayMask: at(decayMask, i), slots };
		return optimizer.update(bucket, scalars);
	});
	const slots = new Map(names.map((name) => [name, updated.map(({ slots: next }) => slot(next, name))]));
	state.replace(
		updated.map(({ parameters }) => parameters),
		statistics,
		slots
	);
}

function at(flat: Flat, index: number): Tensor1D {
	const vector = flat[index];
	if (vector === undefined) throw new RangeError(`Bucket ${index} is missing.`);
	return vector;
}

/** L22 norm over all vectors. */
function globalNorm(gradient: Flat): Scalar {
	const squares = gradient.map((vector) => sum<Scalar>(square(vector)));
	return sqrt(squares.reduce((total, part) => add(total, part), scalar(0)));
}

/** g·min(1, limit / norm) */
function clipped(gradient: Flat, norm: Scalar, limit: number | null): Flat {
	if (limit === null) return gradient;
	const factor = minimum(1, div(limit, norm));
	return gradient.map((vector) => mul(vector, factor));
}
