/** A network in training on one batch of noise at learning rate 0, whose steps are timed as a whole and by dispatch. */
import type { Engine } from '$lib/engine/engine';
import {
	EngineError,
	type Batch,
	type DispatchTiming,
	type Executor,
	type StepShape
} from '$lib/engine/executor';
import { plainScalars } from '$lib/engine/plainScalars';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaTargets } from '$lib/model/formula';
import type { Graph } from '$lib/model/graph';
import { initialParameters } from '$lib/model/initialise';
import type { Variant } from '$lib/model/variant';
import { Sorter, type Sample } from './blocks/sample';
import { wholeStepMs, type Timed } from './wholeSteps';

export interface Trainee extends Timed {
	readonly executor: Executor;
	readonly sorter: Sorter;
	/** Of the last step that warmed it up. */
	readonly warmMs: number;
}

/** The network with its first weights, under SGD with momentum. Throws EngineError where it does not fit. */
export async function trainingExecutor(engine: Engine, graph: Graph): Promise<Executor> {
	const optimizer = { kind: 'sgd', momentum: 0.9 } as const;
	const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed: 0 });
	executor.writeParameters(initialParameters(graph, 0));
	return executor;
}

/** Noise with labels, the same at every call. @param classes of the network */
export function noise({ imageSize, batch }: StepShape, classes: number): Batch {
	return {
		images: formulaImages('input', 0, batch, imageSize),
		targets: formulaTargets('labels', 0, batch, classes)
	};
}

/**
 * Builds, compiles and warms up. Throws EngineError where the engine does not time its kernels one by one, or where the
 * step does not fit its device.
 */
export async function trainee(engine: Engine, variant: Variant, shape: StepShape): Promise<Trainee> {
	const graph = buildGraph(variant);
	const executor = await trainingExecutor(engine, graph);
	try {
		const step = await executor.compileTraining({ imageSize: shape.imageSize, batch: shape.batch });
		if (step.profile === undefined) throw new EngineError('unavailable', noClock(engine));
		const batch = noise(shape, graph.options.classes);
		// The first step compiles what is compiled when it is first run; the second tells how long one takes.
		await wholeStepMs({ step, batch });
		const warmMs = await wholeStepMs({ step, batch });
		return { executor, step, sorter: new Sorter(graph), batch, warmMs };
	} catch (error) {
		executor.dispose();
		throw error;
	}
}

const noClock = ({ device }: Engine) =>
	`The engine ${device.engine} does not time its kernels one by one; webgpu and wasm do.`;

/** A step as a whole, and right after it one with a time for each dispatch. */
export interface TimedStep {
	readonly stepMs: number;
	readonly dispatches: readonly DispatchTiming[];
}

/**
 * Step by step one as a whole and one with a time for each dispatch, so that both meet the same noise and their medians can
 * be compared. Before either goes one that is not timed, for caches are cold after another network's turn and after the
 * copies that `profile` makes; `profile` itself makes the one before its own.
 */
export async function timedSteps(engine: Engine, timed: Timed, count: number): Promise<TimedStep[]> {
	const { engine: name, features } = engine.device;
	const clock = name === 'webgpu' && !features.includes('timestamp-query') ? 'fence' : 'own';
	const steps: TimedStep[] = [];
	for (let made = 0; made < count; made++) {
		await wholeStepMs(timed);
		const stepMs = await wholeStepMs(timed);
		steps.push({ stepMs, dispatches: await timed.step.profile!(timed.batch, plainScalars, 1, clock) });
	}
	return steps;
}

/** A turn of so many steps, its times sorted by block. */
export async function timedTurn(engine: Engine, entrant: Trainee, count: number): Promise<Sample[]> {
	const steps = await timedSteps(engine, entrant, count);
	return steps.map(({ dispatches, stepMs }) => entrant.sorter.sample(dispatches, stepMs));
}
