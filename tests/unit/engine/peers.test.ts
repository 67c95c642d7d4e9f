import { expect, test } from 'vitest';
import { openEngine } from '$lib/engine/open';
import { createJaxRacer } from '$lib/engine/peers/jax';
import { createStockRacer } from '$lib/engine/peers/stock';
import { expectSameLosses, referenceLosses, tinyCourse } from '../../suites/peers';

/* Who races against us has to train the same network: same weights, batch and optimiser, hence the same losses. */

test('jax-js on WebAssembly trains what our executor trains', async () => {
	const course = tinyCourse();
	const reference = await referenceLosses(course, 3);
	expect(reference[2]).not.toBeCloseTo(reference[0] ?? NaN, 2);
	await expectSameLosses(await createJaxRacer('wasm', course), reference);
});

test('tf.layers on the processor trains what our executor trains', async () => {
	const course = tinyCourse();
	const reference = await referenceLosses(course, 3);
	const engine = await openEngine('tfjs-cpu');
	await expectSameLosses(createStockRacer('cpu', course), reference);
	engine.close();
});
