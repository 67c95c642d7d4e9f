import { describe, expect, test } from 'vitest';
import { browserCandidates } from '$lib/engine/candidates';
import { chooseEngine } from '$lib/engine/choose';
import { executorSuite } from '../../suites/executor';
import { opsSuite } from '../../suites/ops';
import { tinyTask } from '../../suites/tiny';
import { useEngine } from '../../suites/useEngine';

// WebGL exists in browsers only; WebGPU is tested in Node at length, here only that a browser's device works too.
describe('WebGL', () => {
	const use = useEngine('tfjs-webgl');
	opsSuite(use);
	executorSuite(use);
});

test('a browser takes the faster of graphics card and processor, and the processor before a software adapter', async () => {
	const { engine, trials } = await chooseEngine(browserCandidates(), tinyTask);
	const [webgpu, wasm, webgl, javascript] = trials;
	expect(wasm?.pace?.imagesPerSecond).toBeGreaterThan(10);
	expect([webgl?.reason, javascript?.reason]).toEqual(['last-resort', 'last-resort']);
	if (webgpu?.software) {
		expect(webgpu).toMatchObject({ engine: 'webgpu', pace: null, reason: 'software' });
		expect(webgpu.adapter).toMatch(/swiftshader/i);
		expect(engine?.device.engine).toBe('wasm');
	} else {
		const gpuWins = (webgpu?.pace?.imagesPerSecond ?? 0) > (wasm?.pace?.imagesPerSecond ?? 0);
		expect(engine?.device.engine).toBe(gpuWins ? 'webgpu' : 'wasm');
	}
	engine?.close();
});

describe("WebAssembly from the site's assets", () => {
	const use = useEngine('wasm');
	executorSuite(use);
	test('takes the fused multiply-add that Chromium has', () => {
		expect(use().device.features).toEqual(['relaxed-simd']);
	});
});
