/** A network whose training step is timed again and again, call by call and as a whole. */
import type { Engine } from '$lib/engine/engine';
import { EngineError, type Batch, type Executor, type TrainingStep } from '$lib/engine/executor';
import { plainScalars } from '$lib/engine/plainScalars';
import { plannedStep, type PlannedCall } from '$lib/engine/planned';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaTargets } from '$lib/model/formula';
import { initialParameters } from '$lib/model/initialise';
import { optimizer } from './planned';
import { variantOf, type Benchmark } from './networks';

/** One step call by call, and one as a whole right before it. */
export interface Sample {
	/** Of each call. */
	readonly ns: readonly number[];
	readonly stepMs: number;
}

export interface TimedNetwork {
	readonly benchmark: Benchmark;
	readonly calls: readonly PlannedCall[];
	readonly samples: Sample[];
	readonly executor: Executor;
	readonly step: TrainingStep;
	readonly batch: Batch;
	/** Samples of a turn. */
	readonly perTurn: number;
}

/** A turn's whole steps take about so long, ms; a slower network makes one. */
const TURN_MS = 60;
const MOST_SAMPLES = 8;

/** Compiled and run twice. Throws EngineError, also where the engine does not time its kernels. */
export async function openTimed(engine: Engine, benchmark: Benchmark): Promise<TimedNetwork> {
	const { imageSize, batch: images } = benchmark;
	const graph = buildGraph(variantOf(benchmark));
	const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed: 0 });
	try {
		executor.writeParameters(initialParameters(graph, 0));
		const step = await executor.compileTraining({ imageSize, batch: images });
		const name = engine.device.engine;
		if (step.profile === undefined || (name !== 'webgpu' && name !== 'wasm')) {
			throw new EngineError('unavailable', `The engine ${name} does not time its kernels one by one.`);
		}
		const device = { engine: name, software: engine.device.software } as const;
		const { calls } = plannedStep(device, { graph, optimizer }, benchmark);
		const batch = {
			images: formulaImages('input', 0, images, imageSize),
			targets: formulaTargets('labels', 0, images, graph.options.classes)
		};
		// The first step compiles what is compiled when it is first run; the second tells how long one takes.
		await wholeStep({ step, batch });
		const ms = await wholeStep({ step, batch });
		const perTurn = Math.min(MOST_SAMPLES, Math.max(1, Math.round(TURN_MS / ms)));
		return { benchmark, calls, samples: [], executor, step, batch, perTurn };
	} catch (error) {
		executor.dispose();
		throw error;
	}
}

/** Samples of one turn. Before each timed step goes one that is not, for the caches of another network's turn are cold. */
export async function turnOf(engine: Engine, network: TimedNetwork): Promise<Sample[]> {
	const { step, batch, perTurn } = network;
	const { engine: name, features } = engine.device;
	const clock = name === 'webgpu' && !features.includes('timestamp-query') ? 'fence' : 'own';
	const samples: Sample[] = [];
	for (let made = 0; made < perTurn; made++) {
		await wholeStep(network);
		const stepMs = await wholeStep(network);
		const timings = await step.profile!(batch, plainScalars, 1, clock);
		samples.push({ ns: timings.map(({ ns }) => ns), stepMs });
	}
	return samples;
}

export function closeTimed({ step, executor }: TimedNetwork): void {
	step.dispose();
	executor.dispose();
}

/** Milliseconds until the step is over. Throws EngineError if its loss is no number: its speed would mean nothing. */
async function wholeStep({ step, batch }: Pick<TimedNetwork, 'step' | 'batch'>): Promise<number> {
	const start = performance.now();
	step.run(batch, plainScalars);
	const rows = await step.metrics();
	const ms = performance.now() - start;
	if (rows.every(({ loss }) => Number.isFinite(loss))) return ms;
	throw new EngineError('unavailable', 'This engine computed a loss that is not a number.');
}
