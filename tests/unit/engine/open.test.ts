import { afterEach, describe, expect, test, vi } from 'vitest';
import { openFastest } from '$lib/engine/open';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { without } from './wasm/builds';

afterEach(() => void vi.unstubAllGlobals());

/** Node has neither WebGPU nor WebGL: each test adds the one that fails. */
function withWebgpu(requestAdapter: () => Promise<object | null>): void {
	vi.stubGlobal('navigator', { gpu: { requestAdapter } });
}

function withWebgl(getContext: () => null): void {
	vi.stubGlobal(
		'OffscreenCanvas',
		class {
			getContext = getContext;
		}
	);
}

const broken = () => {
	throw new Error('broken');
};

/** What a host without SIMD makes of the kernels. */
const noSimd = without('plain', without('relaxed', nodeKernels));

describe('the fastest engine', () => {
	test('is our own on the processor where there is no WebGPU', async () => {
		const { engine, rejected } = await openFastest(nodeKernels);
		expect(engine.device.engine).toBe('wasm');
		expect(rejected).toEqual([{ engine: 'webgpu', reason: 'missing' }]);
		engine.close();
	});

	test('is our own on the processor where the adapter is a program there', async () => {
		const info = { vendor: 'google', architecture: 'swiftshader', device: '', description: '' };
		withWebgpu(async () => ({ info }));
		const { engine, rejected } = await openFastest(nodeKernels);
		expect(engine.device.engine).toBe('wasm');
		expect(rejected).toEqual([{ engine: 'webgpu', reason: 'software' }]);
		engine.close();
	});

	test('is TensorFlow.js in plain JavaScript where there is nothing else', async () => {
		const { engine, rejected } = await openFastest(noSimd);
		expect(engine.device.engine).toBe('tfjs-cpu');
		expect(rejected).toEqual([
			{ engine: 'webgpu', reason: 'missing' },
			{ engine: 'wasm', reason: 'missing' },
			{ engine: 'tfjs-webgl', reason: 'missing' }
		]);
	});

	test('tells an interface without a device from a missing one', async () => {
		withWebgpu(() => Promise.resolve(null));
		withWebgl(() => null);
		const { engine, rejected } = await openFastest(noSimd);
		expect(engine.device.engine).toBe('tfjs-cpu');
		expect(rejected.map(({ reason }) => reason)).toEqual(['no-adapter', 'missing', 'no-adapter']);
	});

	test('goes on where an interface throws', async () => {
		withWebgpu(broken);
		withWebgl(broken);
		const { engine, rejected } = await openFastest({ relaxed: broken, plain: broken });
		expect(engine.device.engine).toBe('tfjs-cpu');
		expect(rejected.map(({ reason }) => reason)).toEqual(['failed', 'failed', 'failed']);
	});
});
