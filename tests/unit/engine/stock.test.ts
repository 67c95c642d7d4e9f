import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openEngine } from '$lib/engine/open';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaParameters } from '$lib/model/formula';
import { findVariant } from '$lib/model/variants';
import { setStockWeights, stockNetwork } from '$lib/engine/peers/stockNetwork';
import { expectClose, largest } from '../../suites/digest';

/** The same network written twice: op by op from the graph, and with the layers that TensorFlow.js ships. */
test.each(['v2-pico', 'v2-nano-mbconv'])(
	'%s equals the tf.layers network with the same weights',
	async (name) => {
		const [seed, batch, imageSize] = [11, 2, 19];
		const variant = findVariant(name);
		if (variant === undefined) throw new Error(`${name} is unknown`);
		const graph = buildGraph(variant);
		const parameters = formulaParameters(graph, seed);
		const images = formulaImages('input', seed, batch, imageSize);

		const engine = await openEngine('tfjs-cpu');
		const executor = await engine.createExecutor({
			graph,
			optimizer: { kind: 'sgd', momentum: 0.9 },
			ema: false,
			seed: 0
		});
		executor.writeParameters(parameters);
		const step = await executor.compileEvaluation({ imageSize, batch }, 'parameters');
		const logits = await step.run(images);
		step.dispose();
		executor.dispose();

		const stock = tf.tidy(() => {
			const model = stockNetwork(graph, imageSize);
			setStockWeights(model, graph, parameters);
			const output = model.predict(tf.tensor4d(images, [batch, imageSize, imageSize, 3])) as tf.Tensor;
			expect(model.countParams()).toBe(graph.parameters.reduce((sum, { shape }) => sum + size(shape), 0));
			return output.dataSync();
		});
		engine.close();
		expectClose('logits', logits, stock, 1e-4 * largest(stock));
	}
);

function size(shape: readonly number[]): number {
	return shape.reduce((product, side) => product * side, 1);
}
