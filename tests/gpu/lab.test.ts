import { describe, expect, it } from 'vitest';
import { labJson } from '../unit/cli/labRun';

const shape = ['forward', '--model', 'v2-pico', '--size', 9, '--batch', 2, '--weights', 'formula:3'];
type Result = { engine: string; adapter: string; logits: number[][] };

describe('lab on a WebGPU adapter', () => {
	it.each(['webgpu', 'tfjs-webgpu'])('gives the logits of the processor: %s', async (name) => {
		const gpu = (await labJson(...shape, '--engine', name)) as Result;
		const cpu = (await labJson(...shape, '--engine', 'tfjs-cpu')) as Result;
		expect(gpu.engine).toBe(name);
		expect(gpu.adapter).not.toBe('');
		const largest = Math.max(...cpu.logits.flat().map(Math.abs));
		const errors = cpu.logits.flat().map((logit, i) => Math.abs(logit - (gpu.logits.flat()[i] ?? NaN)));
		expect(Math.max(...errors)).toBeLessThan(1e-4 * largest);
	});

	it('runs on the null backend, which computes nothing', async () => {
		const result = (await labJson(...shape, '--adapter', 'null')) as Result;
		expect(result.engine).toBe('webgpu');
		expect(result.adapter).toMatch(/null/i);
		expect(result.logits.map((row) => row.length)).toEqual([10, 10]);
	});

	it('leaves a software adapter alone unless it is asked for', async () => {
		const { engine, adapter } = (await labJson(...shape)) as Result;
		if (engine === 'webgpu') expect(adapter).not.toMatch(/swiftshader|llvmpipe/i);
		else expect(engine).toBe('wasm');
	});
});
