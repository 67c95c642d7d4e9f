/** A network whose training step is timed again and again, call by call and as a whole. */
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import type { PlannedCall } from '$lib/engine/planned';
import { timedSteps, trainee, type Trainee } from '../trainee';
import { variantOf, type Benchmark } from './networks';
import { planOf } from './planned';

/** One step call by call, and one as a whole right before it. */
export interface Sample {
	/** Of each call. */
	readonly ns: readonly number[];
	readonly stepMs: number;
}

export interface TimedNetwork extends Trainee {
	readonly benchmark: Benchmark;
	readonly calls: readonly PlannedCall[];
	readonly samples: Sample[];
}

/** A turn's whole steps take about so long, ms; a slower network makes one. */
const TURN_MS = 60;
const MOST_SAMPLES = 8;

/** Compiled and warm. Throws EngineError, also where the engine does not time its kernels. */
export async function openTimed(engine: Engine, benchmark: Benchmark): Promise<TimedNetwork> {
	const variant = variantOf(benchmark);
	const { engine: name, software } = engine.device;
	if (name !== 'webgpu' && name !== 'wasm') {
		throw new EngineError('unavailable', `The engine ${name} does not time its kernels one by one.`);
	}
	const { calls } = planOf({ engine: name, software }, variant, benchmark);
	return { ...(await trainee(engine, variant, benchmark)), benchmark, calls, samples: [] };
}

/** Samples of one turn. */
export async function turnOf(engine: Engine, network: TimedNetwork): Promise<Sample[]> {
	const count = Math.min(MOST_SAMPLES, Math.max(1, Math.round(TURN_MS / network.warmMs)));
	const steps = await timedSteps(engine, network, count);
	return steps.map(({ dispatches, stepMs }) => ({ ns: dispatches.map(({ ns }) => ns), stepMs }));
}
