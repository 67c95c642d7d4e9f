/** The engine that a command runs on; TensorFlow.js and Dawn load when one is opened, not before. */
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
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

/** @param auto what `--engine auto` means to the command */
export function withEngine(command: Command, auto = 'auto is a real GPU or else the processor'): Command {
	const engine = wordOption('--engine <name>', `what computes; ${auto}`, ['auto', ...nodeEngines]);
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

/** An executor of the graph on the engine of the options. Throws EngineError where that is not to be had. */
export async function openExecutor(
	options: EngineOptions,
	graph: Graph,
	executorOptions: Partial<ExecutorOptions> = {}
): Promise<OpenExecutor> {
	return executorOn(await openEngineOf(options), graph, executorOptions);
}

/** An executor that owns the engine. */
export async function executorOn(
	engine: Engine,
	graph: Graph,
	options: Partial<ExecutorOptions>
): Promise<OpenExecutor> {
	try {
		const executor = await engine.createExecutor({
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
				engine.close();
			}
		};
	} catch (error) {
		engine.close();
		throw error;
	}
}

/** The engine that was asked for; `auto` goes by what is expected of the adapter, since measuring takes longer than a short command. */
export function openEngineOf({ engine, adapter, threads }: EngineOptions): Promise<Engine> {
	if (engine === 'tfjs-cpu' || engine === 'wasm') return openProcessor(engine, threads);
	// The null backend is a WebGPU adapter: who asks for it does not want the processor.
	if (engine === 'auto') return adapter === 'auto' ? openExpected(threads) : openWebgpu('webgpu', adapter);
	return openWebgpu(engine, adapter);
}

export async function openProcessor(name: 'wasm' | 'tfjs-cpu', threads: number): Promise<Engine> {
	const [{ openEngine }, { nodeKernels }] = await Promise.all([
		import('$lib/engine/open'),
		import('$lib/engine/wasm/nodeKernels')
	]);
	return openEngine(name, { kernels: nodeKernels, threads });
}

/** The engine closes the device with itself. */
export async function openWebgpu(
	name: 'webgpu' | 'tfjs-webgpu',
	adapter: EngineOptions['adapter']
): Promise<Engine> {
	const [{ openDawn }, { openEngine }, { storeFor }] = await Promise.all([
		import('$lib/engine/dawn'),
		import('$lib/engine/open'),
		import('./tuningFile')
	]);
	const dawn = await openDawn({ adapter });
	try {
		const engine = await openEngine(name, { gpu: { ...dawn, tuning: storeFor(adapter) } });
		return {
			...engine,
			close() {
				engine.close();
				dawn.close();
			}
		};
	} catch (error) {
		dawn.close();
		throw error;
	}
}

/** A real GPU where there is one. A software GPU runs on the processor, too, and is slower there than our own kernels. */
async function openExpected(threads: number): Promise<Engine> {
	const { EngineError } = await import('$lib/engine/executor');
	try {
		const engine = await openWebgpu('webgpu', 'auto');
		if (!engine.device.software) return engine;
		engine.close();
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
	}
	return openProcessor('wasm', threads);
}
