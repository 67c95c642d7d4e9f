/** The way to any engine by its name; `choose.ts` finds the fastest. */
import type { EngineName } from './executor';
import type { Engine } from './engine';
import type { Gpu } from './gpu';
import { browserGpu, engineOn, openPageEngine, type EngineSources } from './pageEngine';

/** Opens one engine. Throws EngineError `unavailable`. */
export async function openEngine(name: EngineName, sources: EngineSources = {}): Promise<Engine> {
	return name === 'tfjs-webgpu' ? reference(sources.gpu) : openPageEngine(name, sources);
}

/** TensorFlow.js on WebGPU. */
async function reference(gpu?: Gpu): Promise<Engine> {
	const { openWebgpu } = await import('./tfjs/webgpu');
	if (gpu !== undefined) return engineOn(await openWebgpu(gpu));
	const own = await browserGpu();
	return engineOn(await openWebgpu(own), () => own.device.destroy());
}
