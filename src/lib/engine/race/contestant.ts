/** Who can take part in a race wherever there is a device: our engines, and stock TensorFlow.js. */
import type { EngineName, StepStatistics } from '../executor';
import type { Engine } from '../engine';
import type { Course, Racer } from './racer';

export interface Contestant {
	readonly name: string;
	/** Null where it takes no number of threads. */
	readonly threads: number | null;
	/** Whether it computes on the race's WebGPU adapter. */
	readonly usesWebgpu: boolean;
	/** The engine whose device it computes on, or null where it opens one itself. */
	readonly host: EngineName | null;
	/** Loads its code, which is not to be timed. */
	load(): Promise<Enter>;
}

/** Makes a contestant's training step ready; `host` is open. */
export type Enter = (course: Course, host: Engine | null) => Promise<Racer>;

/** One of our engines. */
export function engineContestant(name: EngineName, threads: number | null = null): Contestant {
	return { name, threads, usesWebgpu: name.endsWith('webgpu'), host: name, load: async () => executorRacer };
}

/** Backends of TensorFlow.js by the names of the contestants that race on them. */
const stockBackends = { tfjs: 'webgpu', 'tfjs-webgl': 'webgl', 'tfjs-cpu': 'cpu' } as const;

/** TensorFlow.js as its users write it (`tf.layers`), on a backend that our reference engine has opened. */
export function stockContestant(name: keyof typeof stockBackends): Contestant {
	const backend = stockBackends[name];
	return {
		name,
		threads: null,
		usesWebgpu: backend === 'webgpu',
		host: `tfjs-${backend}`,
		async load() {
			const { createStockRacer } = await (backend === 'webgl'
				? import('../peers/stockWebgl')
				: import('../peers/stock'));
			return async (course) => createStockRacer(backend, course);
		}
	};
}

async function executorRacer(course: Course, engine: Engine | null): Promise<Racer> {
	if (engine === null) throw new RangeError('The engine was not opened.');
	const { graph, batch, shape, momentum, learningRate, parameters } = course;
	const optimizer = { kind: 'sgd', momentum } as const;
	const executor = await engine.createExecutor({ graph, optimizer, ema: false, seed: 0 });
	executor.writeParameters(parameters);
	const training = await executor.compileTraining(shape);
	const still = { weightDecay: 0, clipNorm: null, dropout: 0, dropPath: 0, labelSmoothing: 0, emaDecay: 0 };
	let step = 0;
	return {
		get statistics(): StepStatistics {
			return training.statistics ?? unknown;
		},
		run: () => training.run(batch, { ...still, learningRate, step: step++ }),
		finish: async (inFlight) => (await training.metrics(inFlight)).map(({ loss }) => loss),
		dispose() {
			training.dispose();
			executor.dispose();
		}
	};
}

const unknown: StepStatistics = { dispatches: null, pipelines: null, compileMs: null, bufferBytes: null };
