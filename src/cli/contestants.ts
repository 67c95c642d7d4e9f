/** Who takes part in a race: our engines, and the libraries that others would use, on one device. */
import type { Dawn } from '$lib/engine/dawn';
import type { StepStatistics } from '$lib/engine/executor';
import type { Engine } from '$lib/engine/open';
import type { Course, Racer } from '$lib/engine/peers/racer';
import type { NodeEngine } from './engine';

export const peerNames = ['tfjs', 'jax-js', 'tfjs-cpu', 'jax-js-wasm'] as const;

export type Peer = (typeof peerNames)[number];

/** Engines that divide a step among workers of the processor: none before the WASM engine. */
const threadedEngines: readonly NodeEngine[] = [];

export type Contestant =
	| { readonly kind: 'engine'; readonly name: NodeEngine; readonly threads: number | null }
	| { readonly kind: 'peer'; readonly name: Peer; readonly threads: null };

/** Every engine, where it takes threads once for each number of them, then every peer. */
export function contestantsOf(
	engines: readonly NodeEngine[],
	peers: readonly Peer[],
	threads: readonly number[]
): Contestant[] {
	return [
		...engines.flatMap((name) =>
			(threadedEngines.includes(name) ? threads : [null]).map(
				(each) => ({ kind: 'engine', name, threads: each }) as const
			)
		),
		...peers.map((name) => ({ kind: 'peer', name, threads: null }) as const)
	];
}

/** The engine whose device a contestant computes on, or null where it opens one itself. */
function hostOf({ kind, name }: Contestant): NodeEngine | null {
	if (kind === 'engine') return name;
	if (name === 'tfjs') return 'tfjs-webgpu';
	return name === 'tfjs-cpu' ? 'tfjs-cpu' : null;
}

export function usesGpu(contestant: Contestant): boolean {
	return contestant.name === 'jax-js' || (hostOf(contestant)?.endsWith('webgpu') ?? false);
}

/** The device of a race, with every engine that takes part. */
export interface Field {
	/** What the driver calls the device. */
	readonly adapter: string;
	/** Null where nobody in the race needs a GPU. */
	readonly device: GPUDevice | null;
	enter(contestant: Contestant, course: Course): Promise<Racer>;
	close(): void;
}

/** Opens what the contestants need. Throws EngineError where it is not to be had. */
export async function openField(
	contestants: readonly Contestant[],
	adapter: 'auto' | 'null'
): Promise<Field> {
	const { cpuReport, webgpuReport } = await import('$lib/engine/report');
	const dawn = contestants.some(usesGpu) ? await openGpu(adapter) : null;
	const engines = new Map<NodeEngine, Engine>();
	const close = () => {
		for (const engine of engines.values()) engine.close();
		dawn?.close();
	};
	try {
		const { openEngine } = await import('$lib/engine/open');
		for (const name of new Set(contestants.map(hostOf))) {
			if (name !== null) engines.set(name, await openEngine(name, dawn ?? undefined));
		}
	} catch (error) {
		close();
		throw error;
	}
	return {
		adapter: (dawn === null ? cpuReport() : webgpuReport('webgpu', dawn.info, [])).adapter,
		device: dawn?.device ?? null,
		enter: (contestant, course) => enter(engines, contestant, course),
		close
	};
}

async function openGpu(adapter: 'auto' | 'null'): Promise<Dawn> {
	const { openDawn } = await import('$lib/engine/dawn');
	return openDawn({ adapter });
}

async function enter(
	engines: ReadonlyMap<NodeEngine, Engine>,
	contestant: Contestant,
	course: Course
): Promise<Racer> {
	const { kind, name } = contestant;
	if (kind === 'engine') return executorRacer(engines.get(name), course);
	switch (name) {
		case 'tfjs':
		case 'tfjs-cpu': {
			const { createStockRacer } = await import('$lib/engine/peers/stock');
			return createStockRacer(name === 'tfjs' ? 'webgpu' : 'cpu', course);
		}
		case 'jax-js':
		case 'jax-js-wasm': {
			const { createJaxRacer } = await import('$lib/engine/peers/jax');
			return createJaxRacer(name === 'jax-js' ? 'webgpu' : 'wasm', course);
		}
	}
}

async function executorRacer(engine: Engine | undefined, course: Course): Promise<Racer> {
	if (engine === undefined) throw new RangeError('The engine was not opened.');
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
