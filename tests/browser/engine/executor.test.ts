import { describe, expect, test } from 'vitest';
import { openFastest } from '$lib/engine/open';
import { executorSuite } from '../../suites/executor';
import { opsSuite } from '../../suites/ops';
import { useEngine } from '../../suites/useEngine';

// WebGL exists in browsers only; WebGPU is tested in Node at length, here only that a browser's device works too.
describe('WebGL', () => {
	const use = useEngine('tfjs-webgl');
	opsSuite(use);
	executorSuite(use);
});

test('a browser with WebGPU gets it', async () => {
	const { engine, rejected } = await openFastest();
	expect(engine.device.engine).toBe('webgpu');
	expect(rejected).toEqual([]);
	engine.close();
});
