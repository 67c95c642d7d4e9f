import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { Engine } from '$lib/engine/engine';
import { openEngine } from '$lib/engine/open';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaParameters } from '$lib/model/formula';
import { findVariant } from '$lib/model/variants';
import reference from '../fixtures/fullSize.json';
import { expectClose, largest } from '../suites/digest';
import { floorLimits } from '../suites/floorLimits';
import { graphOf, plainOptions, type NetworkCase } from '../suites/formulaRun';

interface FullSizeCase extends NetworkCase {
	readonly inputSeed: number;
	readonly logits: readonly number[];
}

/** A device that was asked for nothing beyond what every WebGPU has. */
let dawn: Dawn;
let device: GPUDevice;
let engine: Engine;
beforeAll(async () => {
	dawn = await openDawn();
	const adapter = await navigator.gpu.requestAdapter();
	if (adapter === null) throw new Error('There is no second device.');
	device = await adapter.requestDevice();
	for (const [name, limit] of Object.entries(floorLimits)) {
		expect(device.limits[name as keyof typeof floorLimits], name).toBe(limit);
	}
	engine = await openEngine('webgpu', { gpu: { device, info: adapter.info } });
});
afterAll(() => {
	engine.close();
	device.destroy();
	dawn.close();
});

test('V2-S judges an image of 384 px', async () => {
	const found = reference as FullSizeCase;
	const executor = await engine.createExecutor(plainOptions(graphOf(found)));
	executor.writeParameters(formulaParameters(graphOf(found), found.seed));
	const step = await executor.compileEvaluation(found, 'parameters');
	const logits = await step.run(formulaImages('input', found.inputSeed, found.batch, found.imageSize));
	// Float32 through the whole of V2-S on a large image; the fixture says what PyTorch's is away.
	expectClose('logits', logits, found.logits, 2e-4 * largest(found.logits));
	executor.dispose();
});

test('a batch that is too large is refused before anything is allocated, with one that fits', async () => {
	const variant = findVariant('v2-tiny');
	if (variant === undefined) throw new Error('v2-tiny is unknown');
	const executor = await engine.createExecutor(plainOptions(buildGraph(variant)));
	const shape = { imageSize: 32, batch: 10_000 };
	const refusal = {
		kind: 'out-of-memory',
		message: expect.stringMatching(/takes 128 MiB at once: a batch of \d+ would fit/) as string
	};
	await expect(executor.compileTraining(shape)).rejects.toMatchObject(refusal);
	await expect(executor.compileGradient(shape)).rejects.toMatchObject(refusal);
	await expect(executor.compileEvaluation(shape, 'parameters')).rejects.toMatchObject(refusal);
	executor.dispose();
});
