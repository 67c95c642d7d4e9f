/** The network that a command works on, from its options. */
import { Option, type Command } from 'commander';
import type { ImageSet } from '$lib/data/dataset';
import { buildGraph } from '$lib/model/build';
import { parametersFromTensors } from '$lib/model/checkpoint';
import { CheckpointError } from '$lib/model/checkpointError';
import { formulaImages, formulaParameters } from '$lib/model/formula';
import type { Graph, Padding } from '$lib/model/graph';
import { initialParameters } from '$lib/model/initialise';
import type { ParameterMap } from '$lib/model/parameters';
import { readSafetensors } from '$lib/model/safetensors';
import type { Variant } from '$lib/model/variant';
import { isNotation, readNetwork } from '$lib/model/notation';
import { findVariant } from '$lib/model/variants';
import { evaluationImages } from '$lib/recipe/batches';
import { weightsOf } from '$lib/recipe/checkpoint';
import { InputError } from './failure';
import { readInput } from './files';
import { inputOption, readImages, type ImageInput } from './images';
import { numberOption, seedOption, sourceOption, wordOption, type Source } from './options';

export interface NetworkOptions {
	readonly model: string;
	readonly size?: number;
	readonly batch: number;
	readonly classes?: number;
	readonly padding: Padding;
	readonly bnEpsilon: number;
	readonly weights?: Source;
	readonly input?: ImageInput;
	readonly seed: number;
	readonly json?: boolean;
}

export interface Network {
	readonly graph: Graph;
	/** Image side, pixels. */
	readonly size: number;
	readonly batch: number;
	readonly parameters: ParameterMap;
	/** Seed of the formula of images and labels. */
	readonly inputSeed: number;
	/** From files, instead of the formula's. */
	readonly images: ImageSet | null;
}

export const modelOption = () =>
	new Option('--model <name>', 'a variant, see "lab variants"').default('v2-nano');
export const paddingOption = () =>
	wordOption('--padding <kind>', "TensorFlow's or PyTorch's", ['same', 'symmetric']).default('same');
export const bnEpsilonOption = () =>
	numberOption('--bn-epsilon <e>', 'added to the variance of batch norm', {
		min: 0,
		max: 1,
		above: true
	}).default(1e-3);
export const weightsOption = () =>
	sourceOption('--weights <source>', 'formula:SEED, init:SEED or a safetensors file (default: init:<seed>)', [
		'formula',
		'init',
		'file'
	]);

/** Adds the options of a command that runs one network on a batch. */
export function withNetwork(command: Command): Command {
	const size = { min: 8, max: 1024, whole: true, unit: 'pixels' };
	return command
		.addOption(modelOption())
		.addOption(numberOption('--size <px>', "image side (default: the variant's evaluation size)", size))
		.addOption(numberOption('--batch <n>', 'images', { min: 1, max: 1024, whole: true }).default(8))
		.addOption(
			numberOption('--classes <n>', "(default: the variant's)", { min: 2, max: 100_000, whole: true })
		)
		.addOption(paddingOption())
		.addOption(bnEpsilonOption())
		.addOption(weightsOption())
		.addOption(inputOption())
		.addOption(seedOption('seed of weights and images where they name none'));
}

/** Throws InputError for an unknown name. */
export function variantNamed(name: string): Variant {
	const variant = findVariant(name);
	if (variant) return variant;
	const problem = isNotation(name) ? readNetwork(name) : null;
	if (typeof problem === 'string') throw new InputError(problem);
	throw new InputError(`There is no model "${name}"; "lab variants" lists those that there are.`);
}

/** Builds the network and its weights. Throws InputError and CheckpointError for bad input. */
export async function networkFrom(options: NetworkOptions): Promise<Network> {
	const variant = variantNamed(options.model);
	const { padding, bnEpsilon, classes = variant.classes, size = variant.evalSize, seed, input } = options;
	const graph = buildGraph(variant, { classes, padding, bnEpsilon });
	const source = options.weights ?? { kind: 'init', seed };
	const images = input?.kind === 'files' ? await readImages(input.paths, size) : null;
	const parameters = await loadWeights(graph, source);
	const inputSeed = input?.kind === 'formula' ? input.seed : seed;
	return { graph, size, batch: images?.count ?? options.batch, parameters, inputSeed, images };
}

/** The graph's parameters and statistics. Throws InputError for a file that cannot be read, CheckpointError for a bad one. */
export async function loadWeights(graph: Graph, source: Source): Promise<ParameterMap> {
	if (source.kind === 'formula') return formulaParameters(graph, source.seed);
	if (source.kind === 'init') return initialParameters(graph, source.seed);
	const bytes = await readInput(source.path);
	try {
		return parametersFromTensors(graph, weightsOf(readSafetensors(bytes)));
	} catch (error) {
		if (!(error instanceof CheckpointError)) throw error;
		throw new CheckpointError(error.kind, `${source.path}: ${error.message}`);
	}
}

/** The images that the network is run on, [batch, size, size, 3]. */
export function imagesFor({ batch, size, inputSeed, images }: Network): Float32Array {
	if (images !== null) return evaluationImages(images, 0, batch, { size, batch });
	return formulaImages('input', inputSeed, batch, size);
}
