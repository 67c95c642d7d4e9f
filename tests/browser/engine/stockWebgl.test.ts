import { backend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '$lib/engine/engine';
import { openEngine } from '$lib/engine/open';
import { stockContestant, type Enter } from '$lib/engine/race/contestant';
import { raceCourse } from '$lib/engine/race/course';
import { findVariant } from '$lib/model/variants';
import { expectSameLosses, referenceLosses } from '../../suites/peers';

/*
 * On WebGL `tf.layers` finds only the kernels that are registered by name (webglKernels.ts, stockWebgl.ts): all kinds of
 * blocks are trained once, and the losses are those of the processor.
 */

let engine: Engine | null = null;
let enter: Enter | null = null;
beforeAll(async () => {
	// TensorFlow.js opens WebGL once in a realm.
	engine = await openEngine('tfjs-webgl');
	enter = await stockContestant('tfjs-webgl').load();
});
afterAll(() => engine?.close());

const courseOf = (name: string) => raceCourse(findVariant(name)!, { imageSize: 9, batch: 2 }, 1);

test.each(['v2-pico', 'v2-pico-mbconv', 'v2-pico-fused'])(
	'tf.layers on WebGL trains %s as our executor does',
	async (name) => {
		const course = courseOf(name);
		const reference = await referenceLosses(course, 3);
		await expectSameLosses(await enter!(course, engine), reference);
	}
);

test('a WebGL context that the browser takes away ends the race', async () => {
	const racer = await enter!(courseOf('v2-pico'), engine);
	await racer.run();
	await racer.finish(0);
	const { gpgpu } = backend() as unknown as { gpgpu: { readonly gl: WebGL2RenderingContext } };
	gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext();
	await expect(racer.finish(0)).rejects.toMatchObject({ kind: 'device-lost' });
});
