import { memory, setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll } from 'vitest';
import type { Dawn } from '$lib/engine/dawn';
import type { EngineName } from '$lib/engine/executor';
import { openGpuLedger, type GpuLedger } from '$lib/engine/gpuLedger';
import type { Engine } from '$lib/engine/engine';
import { openEngine } from '$lib/engine/open';
import type { KernelSource } from '$lib/engine/wasm/module';
import type { WasmEngine } from '$lib/engine/wasm/open';

/** The engine of the tests of this file: open while they run. */
export type UseEngine = () => Engine;

let ledger: GpuLedger | null = null;

/** What executors hold on the engine: tensors of TensorFlow.js, bytes of the compiled engines. */
export function held(engine: Engine): number {
	switch (engine.device.engine) {
		case 'webgpu':
			return ledger?.read().bufferBytes ?? NaN;
		case 'wasm':
			return (engine as WasmEngine).heldBytes;
		default:
			return memory().numTensors;
	}
}

/**
 * Opens an engine before the tests and closes it after them; in Node WebGPU comes through Dawn. A machine without
 * adapter fails here, by name. `kernels` are those of `wasm`; without them it takes what the host has, as the page and
 * `lab` do.
 */
export function useEngine(name: EngineName, kernels?: KernelSource): UseEngine {
	let engine: Engine | null = null;
	let dawn: Dawn | null = null;
	beforeAll(async () => {
		const inNode = typeof window === 'undefined';
		if (name.endsWith('webgpu') && inNode) dawn = await (await import('$lib/engine/dawn')).openDawn();
		ledger = name === 'webgpu' ? openGpuLedger() : null;
		const source = kernels ?? (name === 'wasm' && inNode ? await kernelFiles() : undefined);
		engine = await openEngine(name, { ...(dawn && { gpu: dawn }), ...(source && { kernels: source }) });
	});
	afterAll(() => {
		engine?.close();
		ledger?.close();
		ledger = null;
		dawn?.close();
	});
	return () => {
		if (engine === null) throw new Error('The engine is not open yet.');
		return engine;
	};
}

const kernelFiles = async () => (await import('$lib/engine/wasm/nodeKernels')).nodeKernels;

/** Makes the engine's backend current, for tests that call ops without an executor. */
export function makeCurrent(engine: Engine): void {
	void setBackend(engine.device.engine.replace('tfjs-', ''));
}
