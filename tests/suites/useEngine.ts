import { memory, setBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll } from 'vitest';
import type { Dawn } from '$lib/engine/dawn';
import type { EngineName } from '$lib/engine/executor';
import { openGpuLedger, type GpuLedger } from '$lib/engine/gpuLedger';
import type { Engine } from '$lib/engine/engine';
import { openEngine } from '$lib/engine/open';

/** The engine of the tests of this file: open while they run. */
export type UseEngine = () => Engine;

let ledger: GpuLedger | null = null;

/** What executors hold on the engine: tensors of TensorFlow.js, bytes of GPU buffers of the compiled engine. */
export function held({ device }: Engine): number {
	return device.engine === 'webgpu' ? (ledger?.read().bufferBytes ?? NaN) : memory().numTensors;
}

/**
 * Opens an engine before the tests and closes it after them; in Node WebGPU comes through Dawn. A machine without
 * adapter fails here, by name.
 */
export function useEngine(name: EngineName): UseEngine {
	let engine: Engine | null = null;
	let dawn: Dawn | null = null;
	beforeAll(async () => {
		const inNode = typeof window === 'undefined';
		if (name.endsWith('webgpu') && inNode) dawn = await (await import('$lib/engine/dawn')).openDawn();
		ledger = name === 'webgpu' ? openGpuLedger() : null;
		engine = await openEngine(name, dawn ?? undefined);
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

/** Makes the engine's backend current, for tests that call ops without an executor. */
export function makeCurrent(engine: Engine): void {
	void setBackend(engine.device.engine.replace('tfjs-', ''));
}
