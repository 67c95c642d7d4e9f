/** A training step on jax-js, compiled with `jit`. Loaded by `lab bench` and tests only. */
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { Graph } from '$lib/model/graph';
import { EngineError } from '../executor';
import { trainingForward, type Arrays } from './jaxNetwork';
import type { Course, Racer } from '../race/racer';

export type JaxDevice = 'webgpu' | 'wasm';

/** What a step takes and gives. A `type`: jax-js takes no interface for a tree of arrays. */
type Training = { weights: Arrays; velocity: Arrays; running: Arrays };

/**
 * The network's training step on a device of jax-js. On `webgpu` it opens a device of its own on the adapter that
 * `navigator.gpu` gives. Throws EngineError where the device is not to be had.
 */
export async function createJaxRacer(device: JaxDevice, course: Course): Promise<Racer> {
	await openDevice(device);
	const { graph, batch, shape } = course;
	const side = shape.imageSize;
	const nhwc = np.array(batch.images).reshape([shape.batch, side, side, 3]);
	const images = nhwc.transpose([0, 3, 1, 2]);
	const targets = np.array(batch.targets).reshape([shape.batch, graph.options.classes]);
	await blockUntilReady([images, targets]);
	const step = jit(trainingStep(course));
	let training = initialTraining(course);
	const losses: np.Array[] = [];
	return {
		run() {
			// The realm has one default device, and constants inside a step are placed on it.
			defaultDevice(device);
			const { loss, ...next } = step(training, images.ref, targets.ref);
			training = next;
			losses.push(loss);
		},
		async finish(inFlight) {
			const finished: number[] = [];
			while (losses.length > inFlight) {
				const values = (await losses.shift()?.data()) as Float32Array | undefined;
				finished.push(values?.[0] ?? NaN);
			}
			if (inFlight === 0) await blockUntilReady(training);
			return finished;
		},
		dispose() {
			for (const loss of losses.splice(0)) loss.dispose();
			tree.dispose(training);
			images.dispose();
			targets.dispose();
			step.dispose();
		}
	};
}

/** The entry point that jax-js's device was opened on: it opens one for the life of the realm. */
let openedOn: unknown = null;

async function openDevice(device: JaxDevice): Promise<void> {
	if (device === 'webgpu') {
		const { navigator: realm } = globalThis as { navigator?: { gpu?: GPU } };
		const gpu = realm?.gpu ?? null;
		if (openedOn !== null && openedOn !== gpu) {
			throw new EngineError('unavailable', 'jax-js keeps its first WebGPU adapter and takes no second one.');
		}
		openedOn = gpu;
	}
	if (!(await init(device)).includes(device)) {
		throw new EngineError('unavailable', `jax-js finds no device "${device}" here.`);
	}
	defaultDevice(device);
}

function initialTraining({ graph, parameters }: Course): Training {
	const training: Training = { weights: {}, velocity: {}, running: {} };
	for (const { name, shape, trainable } of graph.parameters) {
		const values = parameters.get(name);
		if (values === undefined) throw new EngineError('bad-parameters', `${name} is missing.`);
		const array = np.array(values).reshape([...shape]);
		if (trainable) {
			training.weights[name] = array;
			training.velocity[name] = np.zeros([...shape]);
		} else training.running[name] = array;
	}
	return training;
}

function lossOf(graph: Graph) {
	return (weights: Arrays, running: Arrays, images: np.Array, targets: np.Array): [np.Array, Arrays] => {
		const { logits, statistics } = trainingForward(graph, weights, running, images);
		const loss = np.mean(np.sum(nn.logSoftmax(logits).mul(targets), 1)).neg();
		tree.dispose(weights);
		tree.dispose(running);
		return [loss, statistics];
	};
}

function trainingStep({ graph, learningRate, momentum }: Course) {
	const differentiated = valueAndGrad(lossOf(graph), { hasAux: true });
	return ({ weights, velocity, running }: Training, images: np.Array, targets: np.Array) => {
		const [[loss, statistics], gradients] = differentiated(tree.ref(weights), running, images, targets);
		const next: Training = { weights: {}, velocity: {}, running: statistics };
		for (const [name, weight] of Object.entries(weights)) {
			const gradient = gradients[name];
			const before = velocity[name];
			if (gradient === undefined || before === undefined) throw new RangeError(`${name} has no gradient.`);
			const after = before.mul(momentum).add(gradient.ref);
			next.weights[name] = weight.sub(gradient.add(after.ref.mul(momentum)).mul(learningRate));
			next.velocity[name] = after;
		}
		return { loss, ...next };
	};
}
