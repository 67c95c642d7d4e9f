import {
	enableProdMode,
	env,
	findBackendFactory,
	registerBackend,
	removeBackend,
	setBackend
} from '@tensorflow/tfjs-core';
import { EngineError } from '../executor';
import type { Gpu } from '../gpu';
import { outOfMemory, type Backend } from './backend';
import { webgpuReport } from './device';

/**
 * Kernel calls per submission. Stock is 15; more saves submissions, but buffers come back for reuse only at one.
 */
const CALLS_PER_SUBMIT = 64;

/**
 * WebGPU on a device that the caller has opened and stays the owner of. TensorFlow.js knows one device per realm:
 * opening another replaces the former, whose executors are then unusable.
 */
export async function openWebgpu({ device, info }: Gpu): Promise<Backend> {
	enableProdMode();
	const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
	env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', CALLS_PER_SUBMIT);
	if (findBackendFactory('webgpu') !== null) removeBackend('webgpu');
	registerBackend('webgpu', () => new WebGPUBackend(device, info));
	await setBackend('webgpu');
	let failure: EngineError | null = null;
	let closed = false;
	void device.lost.then(({ message }) => {
		if (!closed) failure = new EngineError('device-lost', sentence(message));
	});
	device.addEventListener?.('uncapturederror', (event) => {
		if (event.error instanceof GPUOutOfMemoryError) failure ??= new EngineError('out-of-memory', outOfMemory);
	});
	return {
		name: 'webgpu',
		report: webgpuReport(info, device.features as ReadonlySet<string>),
		failure: () => failure,
		close: () => {
			if (closed) return;
			closed = true;
			removeBackend('webgpu');
			failure = new EngineError('unavailable', 'This engine was closed.');
		}
	};
}

function sentence(message: string): string {
	const reason = message.trim().replace(/\.$/, '');
	return `The graphics device went away${reason === '' ? '' : ` (${reason})`}; reload the page to go on.`;
}
