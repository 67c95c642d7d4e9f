/**
 * What a network costs, counted op by op from its graph. Multiply-adds are those of convolutions, of
 * squeeze-and-excitation's two and of the classifier; batch norm, activations, pooling and additions are left out,
 * as in the papers' figures.
 */
import type { Graph, GraphOp } from './graph';
import { parameterNames } from './operands';
import { valueSides } from './shapes';
import { sizeOf } from './size';

export interface StageCounts {
	/** `stem`, `stage1`…`stageN`, `head_conv`, `classifier` */
	readonly name: string;
	/** Blocks in the stage; 1 for stem, head and classifier. */
	readonly blocks: number;
	readonly outChannels: number;
	/** Side of the stage's output, pixels. */
	readonly outSize: number;
	/** Trainable parameters. */
	readonly parameters: number;
	/** Multiply-adds per image. */
	readonly macs: number;
	/** Output elements of its convolutions, and of the classifier, per image. */
	readonly convOutputElements: number;
}

export interface Counts {
	/** Trainable parameters. */
	readonly parameters: number;
	/** Running means and variances of batch norm. */
	readonly statistics: number;
	/** Multiply-adds per image. */
	readonly macs: number;
	/** Output elements of every convolution and of the classifier, per image: timm's "activations". */
	readonly convOutputElements: number;
	readonly stages: readonly StageCounts[];
}

/** Multiply-adds and convolution outputs of one op whose output has `pixels` pixels. */
export function work(op: GraphOp, pixels: number): { macs: number; elements: number } {
	switch (op.kind) {
		case 'conv':
			return { macs: op.kernel ** 2 * op.in * op.out * pixels, elements: op.out * pixels };
		case 'depthwise':
			return { macs: op.kernel ** 2 * op.channels * pixels, elements: op.channels * pixels };
		case 'squeezeExcite':
			return { macs: 2 * op.channels * op.reduced, elements: op.reduced + op.channels };
		case 'dense':
			return { macs: op.in * op.out, elements: op.out };
		case 'batchNorm':
		case 'add':
		case 'globalPool':
		case 'dropout':
		case 'softmaxCrossEntropy':
			return { macs: 0, elements: 0 };
	}
}

/** Row of the count tables to which an op belongs; the loss belongs to none. */
export function rowOf(op: GraphOp): string | null {
	if (op.kind === 'softmaxCrossEntropy') return null;
	if (op.stage !== 'head') return op.stage;
	return op.kind === 'conv' || op.kind === 'batchNorm' ? 'head_conv' : 'classifier';
}

/** Sizes of the trainable parameters and of the running statistics of each op. */
export function weights(graph: Graph): (op: GraphOp) => { parameters: number; statistics: number } {
	const specs = new Map(graph.parameters.map((spec) => [spec.name, spec]));
	return (op) => {
		const size = { parameters: 0, statistics: 0 };
		for (const name of parameterNames(op)) {
			const spec = specs.get(name);
			if (spec !== undefined) size[spec.trainable ? 'parameters' : 'statistics'] += sizeOf(spec.shape);
		}
		return size;
	};
}

/** Counts for square images of side `imageSize`; parameters do not depend on it. */
export function countGraph(graph: Graph, imageSize: number): Counts {
	const sides = valueSides(graph, imageSize);
	const weightsOf = weights(graph);
	const total = { parameters: 0, statistics: 0, macs: 0, convOutputElements: 0 };
	const stages = new Map<string, StageCounts>();
	const places = new Set<string>();
	for (const op of graph.ops) {
		const name = rowOf(op);
		if (name === null) continue;
		const outSize = sides[op.output] ?? 1;
		const { macs, elements } = work(op, outSize ** 2);
		const { parameters, statistics } = weightsOf(op);
		total.parameters += parameters;
		total.statistics += statistics;
		total.macs += macs;
		total.convOutputElements += elements;
		const before = stages.get(name) ?? { blocks: 0, parameters: 0, macs: 0, convOutputElements: 0 };
		// Stem, head and classifier have no block number and are one place each.
		const newPlace = places.size < places.add(`${name} ${op.block}`).size;
		stages.set(name, {
			name,
			blocks: before.blocks + (newPlace ? 1 : 0),
			outChannels: graph.values[op.output]?.channels ?? 0,
			outSize,
			parameters: before.parameters + parameters,
			macs: before.macs + macs,
			convOutputElements: before.convOutputElements + elements
		});
	}
	return { ...total, stages: [...stages.values()] };
}
