import { afterEach, describe, expect, test } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import { openEngine } from '$lib/engine/open';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaParameters } from '$lib/model/formula';
import { plainOptions } from '../suites/formulaRun';
import { tiny } from '../suites/tiny';

const graph = buildGraph(tiny);
const shape = { imageSize: 8, batch: 2 };
const images = formulaImages('input', 1, shape.batch, shape.imageSize);

let dawn: Dawn | null = null;
afterEach(() => dawn?.close());

type Name = 'webgpu' | 'tfjs-webgpu';

async function prepared(name: Name, adapter: 'auto' | 'null') {
	dawn = await openDawn({ adapter });
	const engine = await openEngine(name, { gpu: dawn });
	const executor = await engine.createExecutor(plainOptions(graph));
	executor.writeParameters(formulaParameters(graph, 1));
	return { device: dawn.device, engine, evaluation: await executor.compileEvaluation(shape, 'parameters') };
}

describe.each<Name>(['webgpu', 'tfjs-webgpu'])('a WebGPU device in Node under %s', (name) => {
	test('names its adapter and works', async () => {
		const { engine, evaluation } = await prepared(name, 'auto');
		expect(engine.device.engine).toBe(name);
		expect(engine.device.adapter).not.toBe('');
		if (/swiftshader/i.test(engine.device.adapter)) expect(engine.device.software).toBe(true);
		const logits = await evaluation.run(images);
		expect(logits.length).toBe(shape.batch * tiny.classes);
		expect(logits.every(Number.isFinite)).toBe(true);
		engine.close();
		await expect(evaluation.run(images)).rejects.toMatchObject({ kind: 'unavailable' });
	});

	test('the null adapter takes everything and computes nothing', async () => {
		const { engine, evaluation } = await prepared(name, 'null');
		expect(engine.device.adapter).toMatch(/null/);
		expect((await evaluation.run(images)).length).toBe(shape.batch * tiny.classes);
		engine.close();
	});

	test('a device that goes away is told as such', async () => {
		const { device, evaluation } = await prepared(name, 'auto');
		await evaluation.run(images);
		device.destroy();
		await device.lost;
		await expect(evaluation.run(images)).rejects.toMatchObject({ name: 'EngineError', kind: 'device-lost' });
	});

	test('a refused kernel stops the run instead of leaving zeros', async () => {
		const { device, evaluation } = await prepared(name, 'auto');
		await evaluation.run(images);
		device.createShaderModule({ code: 'this is no shader' });
		await device.queue.onSubmittedWorkDone();
		await expect(evaluation.run(images)).rejects.toMatchObject({ name: 'EngineError', kind: 'unavailable' });
	});

	test('closing takes navigator.gpu away', async () => {
		const opened = await openDawn();
		expect(navigator.gpu).toBeDefined();
		opened.close();
		expect((globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu).toBeUndefined();
	});
});
