import { afterEach, describe, expect, test, vi } from 'vitest';
import { browserCandidates } from '$lib/engine/candidates';
import { chooseEngine, openNamed } from '$lib/engine/choose';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { tinyTask } from '../../suites/tiny';
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
const choose = (kernels = nodeKernels) => chooseEngine(browserCandidates(kernels), tinyTask);
const reasons = ({ trials }: Awaited<ReturnType<typeof choose>>) => trials.map(({ reason }) => reason);

describe('the engines of a host', () => {
	test('the processor’s own is measured and taken where there is no WebGPU; TensorFlow.js is not even loaded', async () => {
		const { engine, trials } = await choose();
		expect(engine?.device.engine).toBe('wasm');
		expect(trials).toMatchObject([
			{ engine: 'webgpu', pace: null, reason: 'missing' },
			{ engine: 'wasm', adapter: engine?.device.adapter, reason: null },
			{ engine: 'tfjs-webgl', pace: null, reason: 'missing' },
			{ engine: 'tfjs-cpu', pace: null, reason: 'last-resort' }
		]);
		const pace = trials[1]?.pace;
		expect(pace).toMatchObject({ model: 'tiny-test', size: 8, batch: 4 });
		expect(pace?.imagesPerSecond).toBeGreaterThan(10);
		engine?.close();
	});

	test('an adapter that is a program on the processor is named as such and left alone', async () => {
		const info = { vendor: 'google', architecture: 'swiftshader', device: '', description: '' };
		withWebgpu(async () => ({ info }));
		const { engine, trials } = await choose();
		expect(engine?.device.engine).toBe('wasm');
		const named = { engine: 'webgpu', adapter: 'google swiftshader', software: true };
		expect(trials[0]).toEqual({ ...named, pace: null, reason: 'software' });
		engine?.close();
	});

	test('TensorFlow.js in plain JavaScript is taken where there is nothing else', async () => {
		const choice = await choose(noSimd);
		expect(choice.engine?.device.engine).toBe('tfjs-cpu');
		expect(reasons(choice)).toEqual(['missing', 'missing', 'missing', null]);
		choice.engine?.close();
	});

	test('an interface without a device is told from a missing one', async () => {
		withWebgpu(() => Promise.resolve(null));
		withWebgl(() => null);
		const choice = await choose(noSimd);
		expect(choice.engine?.device.engine).toBe('tfjs-cpu');
		expect(reasons(choice)).toEqual(['no-adapter', 'missing', 'no-adapter', null]);
		choice.engine?.close();
	});

	test('one that throws is passed by', async () => {
		withWebgpu(broken);
		withWebgl(broken);
		const choice = await choose({ relaxed: broken, plain: broken });
		expect(choice.engine?.device.engine).toBe('tfjs-cpu');
		expect(reasons(choice)).toEqual(['failed', 'failed', 'failed', null]);
		choice.engine?.close();
	});

	test('one that is asked for by name is opened and measured, or it is said why not', async () => {
		const candidates = browserCandidates(nodeKernels);
		const { engine, trials } = await openNamed(candidates, 'tfjs-cpu', tinyTask);
		expect(engine?.device.engine).toBe('tfjs-cpu');
		expect(trials).toMatchObject([{ engine: 'tfjs-cpu', pace: { model: 'tiny-test' } }]);
		engine?.close();
		const absent = await openNamed(candidates, 'webgpu', tinyTask);
		expect(absent).toMatchObject({ engine: null, trials: [{ engine: 'webgpu', reason: 'missing' }] });
	});
});
