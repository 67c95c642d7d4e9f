/** The engine that a command runs on; TensorFlow.js and Dawn load when one is opened, not before. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { Dawn } from '$lib/engine/dawn';
import type { EngineName, Executor, ExecutorOptions } from '$lib/engine/executor';
import type { Engine } from '$lib/engine/engine';
import type { Graph } from '$lib/model/graph';
import { numberOption, wordOption } from './options';

/** The engines that run in Node; the first is the one to measure. */
export const nodeEngines = [
	'webgpu',
	'wasm',
	'tfjs-webgpu',
	'tfjs-cpu'
] as const satisfies readonly EngineName[];

export type NodeEngine = (typeof nodeEngines)[number];

export interface EngineOptions {
	readonly engine: 'auto' | NodeEngine;
	readonly adapter: 'auto' | 'null';
	/** Of `wasm`. */
	readonly threads: number;
}

export interface OpenExecutor {
	readonly executor: Executor;
	/** Frees executor and device. */
	readonly close: () => void;
}

export function withEngine(command: Command): Command {
	const engine = wordOption('--engine <name>', 'what computes; auto is a real GPU or else the processor', [
		'auto',
		...nodeEngines
	]);
	const threads = numberOption('--threads <n>', 'of wasm (default: the cores, at most 8)', threadLimits);
	return command
		.addOption(engine.default('auto'))
		.addOption(adapterOption())
		.addOption(threads.default(defaultThreads));
}

export const threadLimits = { min: 1, max: 64, whole: true };
export const defaultThreads = Math.min(8, availableParallelism());

export const adapterOption = () =>
	wordOption('--adapter <kind>', "the best GPU, or Dawn's null backend, which executes nothing", [
		'auto',
		'null'
	]).default('auto');

/** An executor of the graph. Throws EngineError where the engine is not to be had. */
export async function openExecutor(
	{ engine, adapter, threads }: EngineOptions,
	graph: Graph,
	options: Partial<ExecutorOptions> = {}
): Promise<OpenExecutor> {
	const opened = await open(engine, adapter, threads);
	try {
		const executor = await opened.engine.createExecutor({
			optimizer: { kind: 'sgd', momentum: 0.9 },
			ema: false,
			seed: 0,
			...options,
			graph
		});
		return {
			executor,
			close() {
				executor.dispose();
				closeEngine(opened);
			}
		};
	} catch (error) {
		closeEngine(opened);
		throw error;
	}
}

function open(
	engine: EngineOptions['engine'],
	adapter: EngineOptions['adapter'],
	threads: number
): Promise<Opened> {
	if (engine === 'tfjs-cpu' || engine === 'wasm') return openProcessor(engine, threads);
	// The null backend is a WebGPU adapter: who asks for it does not want the processor.
	if (engine === 'auto') return adapter === 'auto' ? openFastest(threads) : openWebgpu('webgpu', adapter);
	return openWebgpu(engine, adapter);
}

interface Opened {
	readonly engine: Engine;
	readonly dawn: Dawn | null;
}

function closeEngine({ engine, dawn }: Opened): void {
	engine.close();
	dawn?.close();
}

async function openProcessor(name: 'wasm' | 'tfjs-cpu', threads: number): Promise<Opened> {
	const [{ openEngine }, { nodeKernels }] = await Promise.all([
		import('$lib/engine/open'),
		import('$lib/engine/wasm/nodeKernels')
	]);
	return {
		engine: await openEngine(name, { kernels: nodeKernels, threads }),
		dawn: null
	};
}

async function openWebgpu(
	name: 'webgpu' | 'tfjs-webgpu',
	adapter: EngineOptions['adapter']
): Promise<Opened> {
	const [{ openDawn }, { openEngine }, { storeFor }] = await Promise.all([
		import('$lib/engine/dawn'),
		import('$lib/engine/open'),
		import('./tuningFile')
	]);
	const dawn = await openDawn({ adapter });
	try {
		return {
			engine: await openEngine(name, { gpu: { ...dawn, tuning: storeFor(adapter) } }),
			dawn
		};
	} catch (error) {
		dawn.close();
		throw error;
	}
}

/** A real GPU where there is one. A software GPU runs on the processor, too, and is slower there than our own kernels. */
async function openFastest(threads: number): Promise<Opened> {
	const { EngineError } = await import('$lib/engine/executor');
	try {
		const opened = await openWebgpu('webgpu', 'auto');
		if (!opened.engine.device.software) return opened;
		closeEngine(opened);
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
	}
	return openProcessor('wasm', threads);
}
