import { afterEach, describe, expect, test, vi } from 'vitest';
import { wasmGemmRate } from '$lib/engine/wasm/gemmRate';
import { compileKernels } from '$lib/engine/wasm/module';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { without } from './builds';

afterEach(() => void vi.unstubAllGlobals());

describe('the build of the kernels', () => {
	test('is the relaxed one in every Node that this project supports', async () => {
		expect((await compileKernels(nodeKernels)).build).toBe('relaxed-simd');
	});

	test('is the plain one where the host refuses the relaxed one', async () => {
		expect((await compileKernels(without('relaxed', nodeKernels))).build).toBe('simd');
	});

	test('is none on a host without SIMD or without WebAssembly, in one sentence', async () => {
		const neither = without('plain', without('relaxed', nodeKernels));
		const refusal = {
			name: 'EngineError',
			kind: 'unavailable',
			message: expect.stringMatching(/^[^.]+ SIMD [^.]+\.$/) as string
		};
		await expect(compileKernels(neither)).rejects.toMatchObject(refusal);
		vi.stubGlobal('WebAssembly', undefined);
		await expect(compileKernels(nodeKernels)).rejects.toMatchObject(refusal);
	});
});

test('the rate of a plain product is measured on both builds', async () => {
	for (const source of [nodeKernels, without('relaxed', nodeKernels)]) {
		expect(await wasmGemmRate(source)).toBeGreaterThan(0.5);
	}
});
