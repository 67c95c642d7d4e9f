import { vi } from 'vitest';
import type { Decode } from '$lib/data/folders/image';
import type { Executor, ExecutorOptions, StepMetrics, TrainingStep } from '$lib/engine/executor';
import type { Choice } from '$lib/engine/choose';
import { openEngine } from '$lib/engine/open';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import type { RunConfig } from '$lib/recipe/config';
import { defaultConfig } from '$lib/recipe/defaults';
import type { StepEvent } from '$lib/recipe/events';
import { noLocks, type RunLocks } from '$lib/runs/locks';
import { MemoryStore } from '$lib/runs/memoryStore';
import type { RunStore } from '$lib/runs/store';
import type { Sleep } from '$lib/worker/breaks';
import type { FindEngine } from '$lib/worker/engines';
import type { Command, RunState, WorkerEvent } from '$lib/worker/protocol';
import { Session } from '$lib/worker/session';
import { unregularised } from '$lib/recipe/schedule';

/** Sixteen steps of v2-pico in two stages: a tenth of a second each in plain JavaScript. */
export function tinyConfig(changes: Partial<RunConfig> = {}): RunConfig {
	return {
		...defaultConfig('cpu'),
		data: { kind: 'procedural', seed: 1, train: 64, test: 30 },
		batch: 8,
		stages: [
			{ ...unregularised, size: 8, epochs: 1, dropout: 0.1 },
			{ ...unregularised, size: 12, epochs: 1, dropout: 0.2 }
		],
		...changes
	};
}

/** A run that is surely not over when a test has seen its first steps. */
export function endlessConfig(): RunConfig {
	const stages = tinyConfig().stages.map((stage) => ({ ...stage, epochs: 50 }));
	return tinyConfig({ stages });
}

/** What every host has: TensorFlow.js in plain JavaScript; `wrap` may come between it and the session. */
export async function cpuEngine(wrap = (executor: Executor) => executor): Promise<Choice> {
	const engine = await openEngine('tfjs-cpu');
	return {
		engine: { ...engine, createExecutor: async (options) => wrap(await engine.createExecutor(options)) },
		trials: []
	};
}

/** Our own kernels on one thread: a tiny step in a few milliseconds. */
export async function wasmEngine(wrap = (executor: Executor) => executor): Promise<Choice> {
	const engine = await openEngine('wasm', { kernels: nodeKernels, threads: 1 });
	const createExecutor = async (options: ExecutorOptions) => wrap(await engine.createExecutor(options));
	return {
		engine: {
			device: engine.device,
			createExecutor,
			close: () => {
				engine.close();
			}
		},
		trials: []
	};
}

/** An executor that calls `onRun` at the beginning of each training step. */
export function watched(executor: Executor, onRun: () => void): Executor {
	return hanging(executor, Infinity, onRun);
}

/** An executor whose training comes to a standstill at the `at`-th step, as where the page is closed; `onRun` hears each. */
export function hanging(executor: Executor, at: number, onRun: () => void): Executor {
	let calls = 0;
	return withSteps(executor, (step) => ({
		run: (batch, scalars) => {
			onRun();
			if (++calls < at) step.run(batch, scalars);
		},
		metrics: (inFlight) => (calls < at ? step.metrics(inFlight) : new Promise(() => {})),
		dispose: () => {
			step.dispose();
		}
	}));
}

/** An executor whose training steps throw `error` from the `from`-th call on. */
export function failing(executor: Executor, from: number, error: Error): Executor {
	let calls = 0;
	return withSteps(executor, (step) => ({
		run: (batch, scalars) => {
			if (++calls >= from) throw error;
			step.run(batch, scalars);
		},
		metrics: (inFlight) => step.metrics(inFlight),
		dispose: () => {
			step.dispose();
		}
	}));
}

/** An executor that tells of a step only when it must, as a GPU does, and calls `onRun` for each that is queued. */
export function lagging(executor: Executor, onRun: () => void): Executor {
	const rows: StepMetrics[] = [];
	return withSteps(executor, (step) => ({
		run: (batch, scalars) => {
			onRun();
			step.run(batch, scalars);
		},
		metrics: async (inFlight = 0) => {
			rows.push(...(await step.metrics()));
			return rows.splice(0, Math.max(0, rows.length - inFlight));
		},
		dispose: () => {
			step.dispose();
		}
	}));
}

function withSteps(executor: Executor, wrap: (step: TrainingStep) => TrainingStep): Executor {
	return new Proxy(executor, {
		get(target, name) {
			if (name === 'compileTraining') {
				return async (...args: Parameters<Executor['compileTraining']>) =>
					wrap(await target.compileTraining(...args));
			}
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		}
	});
}

/** A session and everything that it said. */
export class Theatre {
	readonly heard: WorkerEvent[] = [];
	readonly session: Session;

	/** @param decode reads images, where a test has any; @param sleep waits during breaks */
	constructor(
		findEngine: FindEngine = () => cpuEngine(),
		readonly store: RunStore = new MemoryStore(),
		clock = () => performance.now(),
		decode?: Decode,
		locks: RunLocks = noLocks,
		sleep?: Sleep
	) {
		const openStore = () => Promise.resolve(store);
		const post = (event: WorkerEvent) => this.heard.push(event);
		const options = { post, findEngine, openStore, clock, locks };
		this.session = new Session({ ...options, ...(decode && { decode }), ...(sleep && { sleep }) });
	}

	do(...commands: Command[]): Promise<void[]> {
		return Promise.all(commands.map((command) => this.session.handle(command)));
	}

	of<Type extends WorkerEvent['type']>(type: Type): Extract<WorkerEvent, { type: Type }>[] {
		return this.heard.filter((event): event is Extract<WorkerEvent, { type: Type }> => event.type === type);
	}

	get states(): RunState[] {
		return this.of('state').map(({ state }) => state);
	}

	get steps(): StepEvent[] {
		return this.of('training').flatMap(({ events }) => events.filter((event) => event.type === 'step'));
	}

	get losses(): number[] {
		return this.steps.map(({ loss }) => loss);
	}

	/** Waits until `count` steps were heard; fails at once where the run does. */
	async untilSteps(count: number): Promise<void> {
		const failed = () => this.of('failure')[0];
		await vi.waitUntil(() => this.steps.length >= count || failed() !== undefined, {
			timeout: 60_000,
			interval: 1
		});
		const failure = failed();
		if (failure) throw new Error(failure.message);
	}

	forget(): void {
		this.heard.length = 0;
	}
}
