import { blockOf } from './block';
import { GraphBuilder } from './builder';
import { fusedMbconv } from './fusedMbconv';
import type { Graph, GraphOptions, ValueId } from './graph';
import { mbconv } from './mbconv';
import type { Variant } from './variant';

const IMAGE_CHANNELS = 3;

/**
 * The graph of a variant: stem, blocks, head, loss. What is not given is the official code's: the variant's
 * classes, TensorFlow's padding, epsilon 1e-3, momentum 0.9. Throws RangeError for a class count that is no
 * positive integer or an epsilon that is not above 0.
 */
export function buildGraph(variant: Variant, options: Partial<GraphOptions> = {}): Graph {
	const complete: GraphOptions = {
		classes: variant.classes,
		padding: 'same',
		bnEpsilon: 1e-3,
		bnMomentum: 0.9,
		...options
	};
	check(complete);
	const builder = new GraphBuilder();
	const stem = addStem(builder, variant);
	const features = addBlocks(builder, stem, variant);
	addHead(builder, features, variant.headChannels, complete.classes);
	const { values, ops, parameters } = builder;
	return { name: variant.name, options: complete, values, ops, parameters, blocks: countBlocks(variant) };
}

function check({ classes, bnEpsilon }: GraphOptions): void {
	if (!Number.isInteger(classes) || classes < 1) {
		throw new RangeError(`A network needs a whole number of classes, at least 1; got ${classes}.`);
	}
	if (!(bnEpsilon > 0)) {
		throw new RangeError(`The epsilon of batch normalisation must be above 0; got ${bnEpsilon}.`);
	}
}

function countBlocks(variant: Variant): number {
	return variant.stages.reduce((sum, stage) => sum + stage.layers, 0);
}

function addStem(builder: GraphBuilder, { stem }: Variant): ValueId {
	builder.enter({ stage: 'stem', block: null });
	const x = builder.conv('conv_stem', builder.image(IMAGE_CHANNELS), stem.out, stem.kernel, stem.stride);
	return builder.batchNorm('bn1', x, 'silu');
}

function addBlocks(builder: GraphBuilder, input: ValueId, variant: Variant): ValueId {
	const total = countBlocks(variant);
	let x = input;
	let index = 0;
	variant.stages.forEach((stage, stageIndex) => {
		const addBlock = stage.op === 'mbconv' ? mbconv : fusedMbconv;
		for (let layer = 0; layer < stage.layers; layer++, index++) {
			builder.enter({ stage: `stage${stageIndex + 1}`, block: index });
			x = addBlock(builder, x, blockOf(stage, stageIndex, layer, index / total));
		}
	});
	return x;
}

function addHead(builder: GraphBuilder, input: ValueId, channels: number, classes: number): void {
	builder.enter({ stage: 'head', block: null });
	let x = builder.conv('conv_head', input, channels, 1);
	x = builder.batchNorm('bn2', x, 'silu');
	x = builder.globalPool('global_pool', x);
	x = builder.dropout('dropout', x);
	x = builder.dense('classifier', x, classes);
	builder.softmaxCrossEntropy('loss', x);
}
