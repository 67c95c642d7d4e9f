import { describe, expect, test } from 'vitest';
import { openEngine, openFastest } from '$lib/engine/open';
import { executorSuite } from '../../suites/executor';
import { opsSuite } from '../../suites/ops';
import { useEngine } from '../../suites/useEngine';

// WebGL exists in browsers only; WebGPU is tested in Node at length, here only that a browser's device works too.
describe('WebGL', () => {
	const use = useEngine('tfjs-webgl');
	opsSuite(use);
	executorSuite(use);
});

test('a browser with WebGPU gets it where a graphics card computes, else the processor', async () => {
	const webgpu = await openEngine('webgpu');
	const { software } = webgpu.device;
	webgpu.close();
	const { engine, rejected } = await openFastest();
	expect(engine.device.engine).toBe(software ? 'wasm' : 'webgpu');
	expect(rejected).toEqual(software ? [{ engine: 'webgpu', reason: 'software' }] : []);
	engine.close();
});

describe("WebAssembly from the site's assets", () => {
	const use = useEngine('wasm');
	executorSuite(use);
	test('takes the fused multiply-add that Chromium has', () => {
		expect(use().device.features).toEqual(['relaxed-simd']);
	});
});
