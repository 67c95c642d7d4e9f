/** The devices that a worker measures blocks on. */
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import type { Gpu } from '$lib/engine/gpu';
import { openPageEngine } from '$lib/engine/pageEngine';
import type { Roof } from '$lib/engine/roof';
import type { KernelSource } from '$lib/engine/wasm/module';
import type { BlockEngine, BlocksFailureKind } from './blocksProtocol';

export interface Devices {
	/** Null where there is none. */
	readonly gpu: Gpu | null;
	readonly kernels: KernelSource;
}

/** Opens the engine of that name. Throws EngineError. */
export async function openOn(name: BlockEngine, { gpu, kernels }: Devices): Promise<Engine> {
	if (name === 'wasm') return openPageEngine('wasm', { kernels });
	if (gpu === null) throw new EngineError('unavailable', 'This browser gives no WebGPU adapter.');
	return openPageEngine('webgpu', { gpu });
}

/** What its device reaches at best. Throws EngineError. */
export async function roofOf(name: BlockEngine, { gpu, kernels }: Devices): Promise<Roof> {
	if (name === 'wasm') return (await import('$lib/engine/wasm/roof')).wasmRoof(kernels);
	if (gpu === null) throw new EngineError('unavailable', 'This browser gives no WebGPU adapter.');
	return (await import('$lib/engine/roof')).webgpuRoof(gpu.device);
}

/** What is told of an error. */
export function failureKindOf(error: unknown): BlocksFailureKind {
	return error instanceof EngineError && error.kind !== 'bad-parameters' ? error.kind : 'internal';
}
