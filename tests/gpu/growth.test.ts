import { afterAll, beforeAll, expect, test, vi, type MockInstance } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import { openGpuLedger, type GpuLedger } from '$lib/engine/gpuLedger';
import { openEngine } from '$lib/engine/open';
import { checkGrowth } from '../suites/growth';

const makers = [
	'createBuffer',
	'createBindGroup',
	'createBindGroupLayout',
	'createPipelineLayout',
	'createShaderModule',
	'createComputePipeline',
	'createComputePipelineAsync',
	'createQuerySet',
	'createTexture'
] as const;

let ledger: GpuLedger;
let dawn: Dawn;
beforeAll(async () => {
	dawn = await openDawn();
	ledger = openGpuLedger();
});
afterAll(() => {
	ledger.close();
	dawn.close();
});

test('a thousand steps make nothing new on the device and keep nothing in JavaScript', async () => {
	const engine = await openEngine('webgpu', { gpu: dawn });
	let bytes = NaN;
	let spies: MockInstance[] = [];
	const warm = () => {
		bytes = ledger.read().bufferBytes;
		spies = makers.map((name) => vi.spyOn(dawn.device, name));
	};
	await checkGrowth(engine, warm, () => {
		expect(Object.fromEntries(spies.map((spy, at) => [makers[at], spy.mock.calls.length]))).toEqual(
			Object.fromEntries(makers.map((name) => [name, 0]))
		);
		expect(ledger.read().bufferBytes).toBe(bytes);
	});
	engine.close();
});
