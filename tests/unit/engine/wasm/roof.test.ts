import { expect, test } from 'vitest';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { wasmRoof } from '$lib/engine/wasm/roof';

test.each([1, 2])('the processor has a measured roof on %i threads', async (threads) => {
	const { gigaflops, gigabytes } = await wasmRoof(nodeKernels, threads);
	// Far below what any machine does, far above what an empty call would give away.
	expect(gigaflops).toBeGreaterThan(0.5);
	expect(gigaflops).toBeLessThan(10_000);
	expect(gigabytes).toBeGreaterThan(0.1);
	expect(gigabytes).toBeLessThan(2000);
});
