/** A look into the network: what its layers make of one image, how large weights and gradients are, and what it answers. */
import type { ImageSet } from '$lib/data/dataset';
import { oneHot } from '$lib/data/targets';
import type { Executor, WeightSource } from '$lib/engine/executor';
import type { Graph } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import { evaluationImages } from '$lib/recipe/batches';

export interface InspectedLayer {
	/** timm's name of the op that makes it, e.g. `blocks.1.0.conv_pwl`. */
	readonly name: string;
	/** `stem`, `stage1`…`stageN`, `head` */
	readonly stage: string;
	/** Index over all blocks, or null outside them. */
	readonly block: number | null;
	/** Pixels; 1 for pooled features. */
	readonly side: number;
	readonly channels: number;
	/** [side, side, channels] */
	readonly values: Float32Array<ArrayBuffer>;
}

export interface Norms {
	/** timm's name of the parameter. */
	readonly name: string;
	readonly weight: number;
	/** Of the loss on the image alone. */
	readonly gradient: number;
}

export interface Inspection {
	/** Side at which the image was seen, pixels. */
	readonly size: number;
	readonly probabilities: Float32Array<ArrayBuffer>;
	readonly layers: readonly InspectedLayer[];
	/** Of convolutions and of the classifier. */
	readonly norms: readonly Norms[];
	/** Filters of the first convolution, [out, in, kernel, kernel]. */
	readonly filters: Float32Array<ArrayBuffer>;
}

/** One image of a set through the network. */
export async function inspectImage(
	executor: Executor,
	graph: Graph,
	set: ImageSet,
	image: number,
	size: number
): Promise<Inspection> {
	const images = evaluationImages(set, image, image + 1, { size, batch: 1 });
	const targets = oneHot(set.labels, [image], graph.options.classes);
	const shape = { imageSize: size, batch: 1 };
	const layers = await activations(executor, graph, images, size);
	const evaluation = await executor.compileEvaluation(shape, 'parameters');
	const logits = await evaluation.run(images).finally(() => {
		evaluation.dispose();
	});
	const gradient = await executor.compileGradient(shape);
	const { parameters: gradients } = await gradient.run({ images, targets }, 0).finally(() => {
		gradient.dispose();
	});
	const parameters = await executor.readParameters();
	const filters = new Float32Array(parameters.get('conv_stem.weight') ?? []);
	return {
		size,
		probabilities: softmax(logits),
		layers,
		norms: normsOf(graph, parameters, gradients),
		filters
	};
}

async function activations(
	executor: Executor,
	graph: Graph,
	images: Float32Array,
	size: number
): Promise<InspectedLayer[]> {
	const step = await executor.compileActivations({ imageSize: size, batch: 1 }, 'parameters');
	const found = await step.run(images).finally(() => {
		step.dispose();
	});
	const makers = new Map(graph.ops.map((op) => [op.output, op]));
	return found.flatMap(({ value, side, channels, values }) => {
		const maker = makers.get(value);
		if (maker === undefined) return [];
		const { name, stage, block } = maker;
		return [{ name, stage, block, side, channels, values: new Float32Array(values) }];
	});
}

function normsOf(graph: Graph, parameters: ParameterMap, gradients: ParameterMap): Norms[] {
	const shown = graph.parameters.filter(({ trainable, shape }) => trainable && shape.length > 1);
	return shown.map(({ name }) => ({
		name,
		weight: norm(parameters.get(name)),
		gradient: norm(gradients.get(name))
	}));
}

function norm(values: Float32Array | undefined): number {
	return Math.sqrt((values ?? new Float32Array()).reduce((sum, value) => sum + value * value, 0));
}

export interface Answers {
	readonly size: number;
	readonly weights: WeightSource;
	/** The class with the largest logit, by image. */
	readonly answers: Uint8Array<ArrayBuffer>;
	/** Its probability. */
	readonly confidences: Float32Array<ArrayBuffer>;
}

/** The network's answer for every image of a set. */
export async function answerAll(
	executor: Executor,
	set: ImageSet,
	{ size, batch, weights }: { readonly size: number; readonly batch: number; readonly weights: WeightSource }
): Promise<Answers> {
	const answers = new Uint8Array(set.count);
	const confidences = new Float32Array(set.count);
	const step = await executor.compileEvaluation({ imageSize: size, batch }, weights);
	try {
		for (let from = 0; from < set.count; from += batch) {
			const to = Math.min(from + batch, set.count);
			const logits = await step.run(evaluationImages(set, from, to, { size, batch }));
			const classes = logits.length / batch;
			for (let row = 0; row < to - from; row++) {
				const probabilities = softmax(logits.subarray(row * classes, (row + 1) * classes));
				const largest = Math.max(...probabilities);
				answers[from + row] = probabilities.indexOf(largest);
				confidences[from + row] = largest;
			}
		}
	} finally {
		step.dispose();
	}
	return { size, weights, answers, confidences };
}

/** Shifted by the largest, so that nothing overflows. */
export function softmax(logits: Float32Array): Float32Array<ArrayBuffer> {
	const largest = Math.max(...logits);
	const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
	const sum = powers.reduce((total, power) => total + power, 0);
	return Float32Array.from(powers, (power) => power / sum);
}
