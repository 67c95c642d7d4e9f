/** A training step on stock TensorFlow.js: `model.compile`, `model.trainOnBatch`. Loaded by races and tests only. */
import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../executor';
import { setStockWeights, stockNetwork } from './stockNetwork';
import type { Course, Racer } from '../race/racer';

export type StockBackend = 'webgpu' | 'webgl' | 'cpu';

/** What our own executor sets on WebGPU (tfjs/webgpu.ts), as the package has it. */
const stockFlags = { WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE: 15, WEBGPU_MATMUL_PROGRAM_TYPE: -1 };

/** The next turn of the event loop, when everything that could run without the device has run. */
const turn = () =>
	new Promise<void>((resolve) => {
		if (typeof setImmediate === 'function') return void setImmediate(resolve);
		// Browsers have no such call, and their nested timers wait 4 ms at least.
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});

/**
 * The network's training step on a backend of TensorFlow.js that is open already (`openEngine`): TensorFlow.js has
 * one device per realm. On `webgl` stockWebgl.ts has to be loaded. `finish` throws EngineError `device-lost` where the
 * browser has taken the WebGL context away.
 */
export function createStockRacer(backend: StockBackend, course: Course): Racer {
	const { graph, batch, shape, learningRate, momentum } = course;
	const side = shape.imageSize;
	void tf.setBackend(backend);
	const model = stockNetwork(graph, side);
	tf.tidy(() => setStockWeights(model, graph, course.parameters));
	const optimizer = tf.train.momentum(learningRate, momentum, true);
	model.compile({ optimizer, loss: (truth, logits) => tf.losses.softmaxCrossEntropy(truth, logits) });
	const images = tf.tensor4d(batch.images, [shape.batch, side, side, 3]);
	const targets = tf.tensor2d(batch.targets, [shape.batch, graph.options.classes]);
	const steps: Promise<number>[] = [];
	const check = contextCheck();
	return {
		async run() {
			const restore = setFlags(backend);
			void tf.setBackend(backend);
			const loss = model
				.trainOnBatch(images, targets)
				.then((value) => (Array.isArray(value) ? value[0] : value));
			loss.catch(() => undefined);
			steps.push(loss.then((value) => value ?? NaN));
			await turn();
			restore();
		},
		async finish(inFlight) {
			const losses: number[] = [];
			while (steps.length > inFlight) losses.push((await steps.shift()) ?? NaN);
			check();
			return losses;
		},
		dispose() {
			model.dispose();
			optimizer.dispose();
			tf.dispose([images, targets]);
		}
	};
}

/** Sets the package's own flags; returns what sets the former ones again. */
function setFlags(backend: StockBackend): () => void {
	if (backend !== 'webgpu') return () => undefined;
	const before = Object.keys(stockFlags).map((flag) => [flag, tf.env().getNumber(flag)] as const);
	for (const [flag, value] of Object.entries(stockFlags)) tf.env().set(flag, value);
	return () => before.forEach(([flag, value]) => tf.env().set(flag, value));
}

/** What throws if the current backend's WebGL context is lost: TensorFlow.js would go on with zeros. */
function contextCheck(): () => void {
	const { gpgpu } = tf.backend() as { gpgpu?: { readonly gl: WebGLRenderingContext } };
	return () => {
		if (gpgpu?.gl.isContextLost() !== true) return;
		throw new EngineError('device-lost', 'The browser took the WebGL context away.');
	};
}
