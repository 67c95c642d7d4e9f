/** The way to an engine: which there are, which is the fastest, and executors on it. */
import { EngineError, type EngineName } from './executor';
import type { Engine } from './engine';
import { requestGpu, type Gpu } from './gpu';
import { webgpuReport } from './report';
import type { Backend } from './tfjs/backend';
import type { KernelSource } from './wasm/module';

/**
 * `missing`: the browser lacks the interface; `no-adapter`: it finds no device; `software`: its device is a program on
 * the processor; `failed`: the device does not work.
 */
export type RejectionReason = 'missing' | 'no-adapter' | 'software' | 'failed';

export interface Rejection {
	readonly engine: Exclude<EngineName, 'tfjs-cpu'>;
	readonly reason: RejectionReason;
}

export interface FastestEngine {
	readonly engine: Engine;
	/** The faster ones that were tried, and why they were not taken. */
	readonly rejected: readonly Rejection[];
}

/**
 * Opens the fastest engine that works in this browser: WebGPU on a real graphics card, else the processor by our own
 * kernels, else TensorFlow.js on WebGL or in plain JavaScript. Never throws for want of a GPU.
 */
export async function openFastest(kernels?: KernelSource): Promise<FastestEngine> {
	const rejected: Rejection[] = [];
	for (const name of ['webgpu', 'wasm', 'tfjs-webgl'] as const) {
		let reason = await whyNot(name);
		if (reason === null) {
			try {
				return { engine: await openEngine(name, kernels === undefined ? {} : { kernels }), rejected };
			} catch (cause) {
				// Whether a host has SIMD shows when it is given some.
				reason = name === 'wasm' && cause instanceof EngineError ? 'missing' : 'failed';
			}
		}
		rejected.push({ engine: name, reason });
	}
	return { engine: await openEngine('tfjs-cpu'), rejected };
}

export interface EngineSources {
	/** A device that the caller has opened (Node: `openDawn`); without it a browser's own is opened, and closed with the engine. */
	readonly gpu?: Gpu;
	/** Where the kernels of `wasm` come from (Node: `nodeKernels`); without it they are the site's assets. */
	readonly kernels?: KernelSource;
	/** Threads of `wasm`; without it as many as there are cores, at most 8. */
	readonly threads?: number;
}

/** Opens one engine. Throws EngineError `unavailable`. */
export async function openEngine(
	name: EngineName,
	{ gpu, kernels, threads }: EngineSources = {}
): Promise<Engine> {
	switch (name) {
		case 'webgpu':
			return compiled(gpu);
		case 'wasm': {
			const { openWasm } = await import('./wasm/open');
			return openWasm(kernels ?? (await import('./wasm/browserKernels')).browserKernels, threads);
		}
		case 'tfjs-webgpu': {
			const { openWebgpu } = await import('./tfjs/webgpu');
			if (gpu !== undefined) return engineOn(await openWebgpu(gpu));
			const own = await browserGpu();
			return engineOn(await openWebgpu(own), () => own.device.destroy());
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

async function engineOn(backend: Backend, free?: () => void): Promise<Engine> {
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

async function browserGpu(): Promise<Gpu> {
	const gpu = webgpu() === null ? null : await requestGpu(navigator.gpu);
	if (gpu === null) throw new EngineError('unavailable', 'This browser gives no WebGPU adapter.');
	return gpu;
}

/** The browser's WebGPU, which the type library takes for granted. */
function webgpu(): GPU | null {
	const { navigator: found } = globalThis as { navigator?: { gpu?: GPU } };
	return found?.gpu ?? null;
}

async function whyNot(name: Rejection['engine']): Promise<RejectionReason | null> {
	try {
		if (name === 'tfjs-webgl') {
			if (typeof OffscreenCanvas === 'undefined') return 'missing';
			return new OffscreenCanvas(1, 1).getContext('webgl2') === null ? 'no-adapter' : null;
		}
		if (name === 'wasm') return typeof WebAssembly === 'undefined' ? 'missing' : null;
		const gpu = webgpu();
		if (gpu === null) return 'missing';
		const adapter = await gpu.requestAdapter();
		if (adapter === null) return 'no-adapter';
		return webgpuReport('webgpu', adapter.info, []).software ? 'software' : null;
	} catch {
		return 'failed';
	}
}
