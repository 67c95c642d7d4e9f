/** The engines that the page trains on. TensorFlow.js on WebGPU is none of them: what it would need is never loaded. */
import { EngineError, type EngineName } from './executor';
import type { Engine } from './engine';
import { browserWebgpu, requestGpu, type Gpu } from './gpu';
import type { Backend } from './tfjs/backend';
import type { KernelSource } from './wasm/module';

export interface EngineSources {
	/** A device that the caller has opened (Node: `openDawn`); without it a browser's own is opened, and closed with the engine. */
	readonly gpu?: Gpu;
	/** Where the kernels of `wasm` come from (Node: `nodeKernels`); without it they are the site's assets. */
	readonly kernels?: KernelSource;
	/** Threads of `wasm`; without it as many as there are cores, at most 8. */
	readonly threads?: number;
}

export type PageEngineName = Exclude<EngineName, 'tfjs-webgpu'>;

/** Opens one engine. Throws EngineError `unavailable`. */
export async function openPageEngine(
	name: PageEngineName,
	{ gpu, kernels, threads }: EngineSources = {}
): Promise<Engine> {
	switch (name) {
		case 'webgpu':
			return compiled(gpu);
		case 'wasm': {
			const { openWasm } = await import('./wasm/open');
			return openWasm(kernels ?? (await import('./wasm/browserKernels')).browserKernels, threads);
		}
		case 'tfjs-webgl':
			return engineOn(await (await import('./tfjs/webgl')).openWebgl());
		case 'tfjs-cpu':
			return engineOn(await (await import('./tfjs/cpu')).openCpu());
	}
}

/** The compiled engine: no TensorFlow.js is loaded. */
async function compiled(gpu?: Gpu): Promise<Engine> {
	const { browserStore, openCompiled } = await import('./webgpu/open');
	const tuning = browserStore();
	if (gpu !== undefined) return openCompiled({ tuning, ...gpu });
	const own = await browserGpu();
	const engine = await openCompiled({ ...own, tuning });
	return {
		...engine,
		close() {
			engine.close();
			own.device.destroy();
		}
	};
}

/** TensorFlow.js on a backend. @param free gives back what the backend does not */
export async function engineOn(backend: Backend, free?: () => void): Promise<Engine> {
	const { createTfjsExecutor } = await import('./tfjs/executor');
	return {
		device: backend.report,
		createExecutor: (options) => createTfjsExecutor(backend, options),
		close() {
			backend.close();
			free?.();
		}
	};
}

/** The browser's own device. Throws EngineError `unavailable`. */
export async function browserGpu(): Promise<Gpu> {
	const webgpu = browserWebgpu();
	const gpu = webgpu === null ? null : await requestGpu(webgpu);
	if (gpu === null) throw new EngineError('unavailable', 'This browser gives no WebGPU adapter.');
	return gpu;
}
