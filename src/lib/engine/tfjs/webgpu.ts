import {
	enableProdMode,
	env,
	findBackend,
	findBackendFactory,
	registerBackend,
	removeBackend,
	setBackend
} from '@tensorflow/tfjs-core';
import type { Gpu } from '../gpu';
import { webgpuReport } from '../report';
import { watchDevice } from '../watch';
import type { Backend } from './backend';

/**
 * Kernel calls per submission. Stock is 15; more saves submissions, but buffers come back for reuse only at one.
 */
const CALLS_PER_SUBMIT = 64;

/**
 * Matrix products: on a GPU the package chooses by shape. A software adapter pays for each barrier of its variants
 * for small products; with the tiled kernel alone a step of V2-Pico takes four fifths of the time.
 */
const CHOOSE_MATMUL = -1;
const TILED_MATMUL = 3;

/**
 * WebGPU on a device that the caller has opened and stays the owner of. TensorFlow.js knows one device per realm:
 * opening another replaces the former, whose executors are then unusable.
 */
export async function openWebgpu({ device, info }: Gpu): Promise<Backend> {
	enableProdMode();
	const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
	const report = webgpuReport('tfjs-webgpu', info, device.features as ReadonlySet<string>);
	env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', CALLS_PER_SUBMIT);
	env().set('WEBGPU_MATMUL_PROGRAM_TYPE', report.software ? TILED_MATMUL : CHOOSE_MATMUL);
	if (findBackendFactory('webgpu') !== null) removeBackend('webgpu');
	const backend = new WebGPUBackend(device, info);
	registerBackend('webgpu', () => backend);
	await setBackend('webgpu');
	const watch = watchDevice(device);
	return {
		name: 'webgpu',
		report,
		failure: watch.failure,
		close() {
			watch.end();
			// Another device may have taken the name since.
			if (findBackend('webgpu') === backend) removeBackend('webgpu');
		}
	};
}
