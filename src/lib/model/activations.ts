import type { Graph, GraphOp } from './graph';
import { valueSides } from './shapes';

const FLOAT32_BYTES = 4;

/** Whether the backward pass of an op reads the op's input again. */
function keepsInput(op: GraphOp): boolean {
	switch (op.kind) {
		case 'conv':
		case 'depthwise':
		case 'batchNorm':
		case 'squeezeExcite':
		case 'dense':
			return true;
		case 'add':
		case 'globalPool':
		case 'dropout':
		case 'softmaxCrossEntropy':
			return false;
	}
}

/** Numbers that the forward pass of an op leaves for its backward pass beside its input, per image. */
function ownPerImage(op: GraphOp): number {
	switch (op.kind) {
		case 'squeezeExcite':
			// The mean before the first convolution, its output before SiLU, and the gate.
			return 2 * op.channels + op.reduced;
		case 'add':
			// Whether drop path kept the branch.
			return 1;
		case 'softmaxCrossEntropy':
			// The probabilities; with the targets they are the gradient.
			return op.classes;
		default:
			return 0;
	}
}

/**
 * Bytes in float32 that the forward pass of one training step must leave for the backward pass: the input of every
 * convolution, batch norm, squeeze-and-excitation and classifier, each value once, the images among them;
 * batch mean and deviation of every batch norm; the mask of dropout; what ownPerImage lists. Normalised values and
 * SiLU are taken as recomputed. Weights, gradients, optimiser slots and workspace are not in it: it is the least that
 * such an engine holds, not what a certain engine allocates.
 */
export function activationBytes(graph: Graph, imageSize: number, batch: number): number {
	const sides = valueSides(graph, imageSize);
	const kept = new Set(graph.ops.filter(keepsInput).map((op) => op.input));
	let perImage = 0;
	let perBatch = 0;
	for (const id of kept) perImage += (graph.values[id]?.channels ?? 0) * (sides[id] ?? 1) ** 2;
	for (const op of graph.ops) {
		perImage += ownPerImage(op);
		if (op.kind === 'batchNorm') perBatch += 2 * op.channels;
		if (op.kind === 'dropout') perImage += graph.values[op.output]?.channels ?? 0;
	}
	return FLOAT32_BYTES * (batch * perImage + perBatch);
}
