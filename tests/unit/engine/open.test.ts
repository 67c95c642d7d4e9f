import { afterEach, describe, expect, test, vi } from 'vitest';
import { openFastest } from '$lib/engine/open';

afterEach(() => void vi.unstubAllGlobals());

/** Node has neither WebGPU nor WebGL: each test adds the one that fails. */
function withWebgpu(requestAdapter: () => Promise<null>): void {
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

describe('the fastest engine', () => {
	test('is the processor where there is nothing else', async () => {
		const { engine, rejected } = await openFastest();
		expect(engine.device.engine).toBe('tfjs-cpu');
		expect(rejected).toEqual([
			{ engine: 'webgpu', reason: 'missing' },
			{ engine: 'tfjs-webgl', reason: 'missing' }
		]);
	});

	test('tells an interface without a device from a missing one', async () => {
		withWebgpu(() => Promise.resolve(null));
		withWebgl(() => null);
		const { engine, rejected } = await openFastest();
		expect(engine.device.engine).toBe('tfjs-cpu');
		expect(rejected.map(({ reason }) => reason)).toEqual(['no-adapter', 'no-adapter']);
	});

	test('goes on where an interface throws', async () => {
		withWebgpu(broken);
		withWebgl(broken);
		const { engine, rejected } = await openFastest();
		expect(engine.device.engine).toBe('tfjs-cpu');
		expect(rejected.map(({ reason }) => reason)).toEqual(['failed', 'failed']);
	});
});
