import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import { openEngine } from '$lib/engine/open';
import { createJaxRacer } from '$lib/engine/peers/jax';
import { createStockRacer } from '$lib/engine/peers/stock';
import { expectSameLosses, referenceLosses, tinyCourse } from '../suites/peers';

let dawn: Dawn;
beforeAll(async () => void (dawn = await openDawn()));
afterAll(() => dawn.close());

/*
 * jax-js 0.1.25 computes a wrong gradient at the input of a grouped convolution with stride 2 on WebGPU (on WebAssembly
 * it is right), so that what lies before the depthwise layer is pushed elsewhere. The work is the same.
 */
test('jax-js on WebGPU runs what our executor trains', async () => {
	const course = tinyCourse();
	const racer = await createJaxRacer('webgpu', course);
	await expectSameLosses(racer, await referenceLosses(course, 2), [1e-3, 1e-2]);
});

test('tf.layers on WebGPU trains what our executor trains', async () => {
	const course = tinyCourse();
	const reference = await referenceLosses(course, 2);
	const engine = await openEngine('tfjs-webgpu', { gpu: dawn });
	await expectSameLosses(createStockRacer('webgpu', course), reference);
	expect(engine.device.engine).toBe('tfjs-webgpu');
	engine.close();
});
