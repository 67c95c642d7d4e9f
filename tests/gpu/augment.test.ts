import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeImages } from '$lib/data/augment/make';
import type { ImageSet } from '$lib/data/dataset';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import { augmentationPlan } from '$lib/engine/plan/augmentation';
import { Context } from '$lib/engine/webgpu/context';
import { WebgpuExecutor } from '$lib/engine/webgpu/executor';
import { augment, wordsOf } from '$lib/engine/webgpu/kernels/augment';
import { buildGraph } from '$lib/model/build';
import { augmentSuite } from '../suites/augment';
import { Chance, someDraws, someImages } from '../suites/drawnBatch';
import { plainOptions } from '../suites/formulaRun';
import { tiny } from '../suites/tiny';
import { useEngine } from '../suites/useEngine';
import { runKernel } from './runKernel';

augmentSuite(useEngine('webgpu'));

/** What a shader reads as words, in the array of floats that tests write. */
const asFloats = ({ buffer }: Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>) => new Float32Array(buffer);

describe('on a device that was asked for nothing beyond what every WebGPU has', () => {
	let dawn: Dawn;
	let context: Context;
	beforeAll(async () => {
		dawn = await openDawn();
		const adapter = await navigator.gpu.requestAdapter();
		if (adapter === null) throw new Error('There is no second device.');
		const device = await adapter.requestDevice();
		context = await Context.open({ device, info: adapter.info });
	});
	afterAll(() => {
		context.close();
		context.device.destroy();
		dawn.close();
	});

	test('a workgroup as wide as on a graphics card makes the same images', async () => {
		const chance = new Chance(6);
		const set = someImages(chance, 8, 19);
		const batch = 8;
		const form = { size: 21, padding: 2, interpolation: 'bilinear', mixed: false } as const;
		const drawn = someDraws(chance, batch, set.count, form);
		const { shape, taps } = augmentationPlan({ imageSize: form.size, batch }, set, drawn);
		const features = { subgroups: false, half: false, software: false };
		const compiled = context.pipelines.atOnce(() => augment(shape, features));
		expect(compiled.program.code).toContain('@workgroup_size(256)');
		const { made } = await runKernel(context, compiled, ({ name, elements }) => {
			if (name === 'sources') return asFloats(gathered(set, drawn.table));
			if (name === 'draws') return asFloats(Int32Array.from(drawn.table));
			if (name === 'taps') return asFloats(taps);
			return new Float32Array(elements);
		});
		context.check();
		expect(made).toEqual(makeImages(set, drawn));
	});

	test('a set that fills several buffers is read from all of them', async () => {
		const count = 5200;
		const side = 33;
		const images = new Uint8Array(count * 3 * side ** 2);
		for (let i = 0; i < images.length; i++) images[i] = (i * 31) % 251;
		const set = { count, side, images, labels: new Uint8Array(count) };
		const executor = new WebgpuExecutor(context, plainOptions(buildGraph(tiny)));
		const step = await executor.compileAugmentation({ imageSize: 33, batch: 8 });
		const form = { size: 33, padding: 0, interpolation: 'nearest', mixed: false } as const;
		const { table } = someDraws(new Chance(7), 8, count, form);
		// The last of the first buffer, the first of the second, the last of all.
		for (const [place, image] of [5132, 5133, 5199, 0].entries()) table[32 * place] = image;
		const drawn = { ...form, table };
		expect(await step.run(executor.holdImages(set), drawn)).toEqual(makeImages(set, drawn));
		executor.dispose();
	});

	test('images that cannot be bound at once are refused before anything is allocated', async () => {
		const executor = new WebgpuExecutor(context, plainOptions(buildGraph(tiny)));
		await expect(executor.compileAugmentation({ imageSize: 384, batch: 128 })).rejects.toMatchObject({
			kind: 'out-of-memory',
			message: 'The images need 216 MiB, this graphics device takes 128 MiB at once: choose a smaller batch.'
		});
		context.check();
		executor.dispose();
	});
});

/** The images of a batch as they lie on the device, each from a whole word on. */
function gathered({ side, images }: ImageSet, table: Int32Array): Uint8Array<ArrayBuffer> {
	const bytes = 3 * side ** 2;
	const stride = 4 * wordsOf(side);
	const batch = table.length / 32;
	const target = new Uint8Array(batch * stride);
	for (let place = 0; place < batch; place++) {
		const image = table[32 * place]!;
		target.set(images.subarray(image * bytes, (image + 1) * bytes), place * stride);
	}
	return target;
}
