/** How fast an engine trains a network: some real steps, for a moment. */
import { countGraph } from '$lib/model/counts';
import { formulaImages, formulaTargets } from '$lib/model/formula';
import type { Graph } from '$lib/model/graph';
import { initialParameters } from '$lib/model/initialise';
import type { Engine } from './engine';
import { EngineError, type DeviceReport, type OptimizerSpec, type TrainingStep } from './executor';
import { plainScalars } from './plainScalars';

/** A training step as a run will make it. */
export interface Task {
	/** Name of the network, for whoever reads the figure. */
	readonly model: string;
	readonly graph: Graph;
	readonly optimizer: OptimizerSpec;
	/** Image side, pixels. */
	readonly imageSize: number;
	/** The run's; a slow engine is measured on fewer images. */
	readonly batch: number;
}

/** A measured figure with what it was measured on. */
export interface Pace {
	readonly model: string;
	/** Image side, pixels. */
	readonly size: number;
	readonly batch: number;
	readonly imagesPerSecond: number;
}

/** Time of the steps that count, ms; two engines and their first steps take about a second. */
const BUDGET_MS = 250;
/** A step that runs cannot be broken off, so its batch is such that it is expected to take no longer than this, s. */
const STEP_SECONDS = 0.2;
/** Where one image is expected to take longer, s, nothing is measured. */
const MOST_SECONDS = 2;
/** Making the weights of a larger network takes longer than measuring it. */
const MOST_PARAMETERS = 8e6;
const MOST_STEPS = 100;
/** Multiply-adds of a training step: three times those of the way forward. */
const PASSES = 3;

/**
 * Multiply-adds a second to expect, from below: v2-nano on the machine of docs/performance.md, a modest graphics card.
 * Only the batch follows from it, and on the processor images/s hardly depend on the batch.
 */
function expectedRate({ engine, software }: DeviceReport): number {
	if (engine === 'tfjs-cpu') return 1.2e7;
	if (engine === 'wasm') return 6e9;
	if (engine === 'webgpu') return software ? 8e8 : 2e10;
	return software ? 4e7 : 1e9;
}

/**
 * Trains the network for a moment on noise. Null where a step is too heavy to be tried: it would take seconds, or more
 * memory than there is. Throws what the engine throws, and EngineError `unavailable` where its loss is no number.
 */
export async function measurePace(engine: Engine, task: Task): Promise<Pace | null> {
	const { model, imageSize, graph } = task;
	const { macs, parameters } = countGraph(graph, imageSize);
	const affordable = expectedRate(engine.device) / (PASSES * macs);
	if (affordable * MOST_SECONDS < 1 || parameters > MOST_PARAMETERS) return null;
	const batch = batchWithin(affordable * STEP_SECONDS, task.batch);
	try {
		return { model, size: imageSize, batch, imagesPerSecond: await timed(engine, { ...task, batch }) };
	} catch (error) {
		if (error instanceof EngineError && error.kind === 'out-of-memory') return null;
		throw error;
	}
}

/** The run's batch, or the largest power of two below it within the limit; at least one image. */
function batchWithin(limit: number, batch: number): number {
	return limit >= batch ? batch : 2 ** Math.floor(Math.log2(Math.max(1, limit)));
}

async function timed(engine: Engine, task: Task): Promise<number> {
	const { graph, optimizer, imageSize, batch } = task;
	const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed: 0 });
	let step: TrainingStep | null = null;
	try {
		executor.writeParameters(initialParameters(graph, 0));
		step = await executor.compileTraining({ imageSize, batch });
		return await imagesPerSecond(step, task);
	} finally {
		step?.dispose();
		executor.dispose();
	}
}

/** The first step warms up, and counts only where it alone has taken the time of all. */
async function imagesPerSecond(step: TrainingStep, { graph, imageSize, batch }: Task): Promise<number> {
	const images = formulaImages('input', 0, batch, imageSize);
	const targets = formulaTargets('labels', 0, batch, graph.options.classes);
	const run = async (steps: number, until: number, inFlight: number) => {
		const started = performance.now();
		let made = 0;
		do {
			step.run({ images, targets }, { ...still, step: made++ });
			check(await step.metrics(inFlight));
		} while (made < steps && performance.now() - started < until);
		check(await step.metrics());
		return { made, ms: performance.now() - started };
	};
	const first = await run(1, BUDGET_MS, 0);
	const { made, ms } = first.ms > 4 * BUDGET_MS ? first : await run(MOST_STEPS, BUDGET_MS, 1);
	return (1000 * made * batch) / ms;
}

const still = { ...plainScalars, learningRate: 0.01 };

/** An engine that computes nonsense is fast for nothing. */
function check(rows: readonly { readonly loss: number }[]): void {
	if (rows.every(({ loss }) => Number.isFinite(loss))) return;
	throw new EngineError('unavailable', 'This engine computed a loss that is not a number.');
}
