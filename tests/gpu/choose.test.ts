import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainCandidate, wasmCandidate, type Candidate } from '$lib/engine/candidates';
import { chooseEngine, openNamed } from '$lib/engine/choose';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import { openGpuLedger, type GpuLedger } from '$lib/engine/gpuLedger';
import { openEngine } from '$lib/engine/open';
import { webgpuReport } from '$lib/engine/report';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { tinyTask } from '../suites/tiny';

let dawn: Dawn;
let ledger: GpuLedger;
beforeAll(async () => {
	dawn = await openDawn();
	ledger = openGpuLedger();
});
afterAll(() => {
	ledger.close();
	dawn.close();
});

/** WebGPU on the machine's adapter, which passes for a real card or a program as the test says. */
function candidates(software: boolean): readonly Candidate[] {
	return [
		{
			engine: 'webgpu',
			look: async () => ({ ...webgpuReport('webgpu', dawn.info, []), software }),
			open: () => openEngine('webgpu', { gpu: { ...dawn, tuning: null } })
		},
		wasmCandidate(() => openEngine('wasm', { kernels: nodeKernels, threads: 1 })),
		plainCandidate()
	];
}

test('WebGPU and the processor are both measured by real steps, and the faster one is taken', async () => {
	const { engine, trials } = await chooseEngine(candidates(false), tinyTask);
	const [webgpu, wasm] = trials.map(({ pace }) => pace);
	for (const pace of [webgpu, wasm]) {
		expect(pace).toMatchObject({ model: 'tiny-test', size: 8, batch: 4 });
		expect(pace?.imagesPerSecond).toBeGreaterThan(1);
	}
	const fastest = webgpu!.imagesPerSecond > wasm!.imagesPerSecond ? 'webgpu' : 'wasm';
	expect(engine?.device.engine).toBe(fastest);
	expect(trials[2]).toMatchObject({ engine: 'tfjs-cpu', reason: 'last-resort' });
	engine?.close();
});

test('a software adapter is passed by until it is asked for; what measuring made on it is freed', async () => {
	const taken = await chooseEngine(candidates(true), tinyTask);
	expect(taken.trials[0]).toMatchObject({ engine: 'webgpu', software: true, pace: null, reason: 'software' });
	expect(taken.engine?.device.engine).toBe('wasm');
	taken.engine?.close();
	const before = ledger.read().bufferBytes;
	const { engine, trials } = await openNamed(candidates(true), 'webgpu', tinyTask);
	expect(engine?.device.engine).toBe('webgpu');
	expect(trials[0]?.pace?.imagesPerSecond).toBeGreaterThan(1);
	expect(ledger.read().bufferBytes).toBe(before);
	engine?.close();
});
