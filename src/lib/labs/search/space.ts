/**
 * The search space, cut to small images. As in the paper each stage chooses its block, kernel, expansion and layers,
 * and pooling and skip operations are not in it; channels are reused from a backbone, here one of this project's small
 * networks, and so are strides, stem and head. Squeeze-and-excitation goes with MBConv, as in every V2 variant. The paper
 * gives no range of layers: here it is the backbone's number, one fewer (at least one) or one more.
 */
import { SE_RATIO } from '$lib/model/tables/row';
import type { StageTable, Variant } from '$lib/model/variant';
import { expansions, kernels, ops, type Genes, type StageGenes } from './genes';

/** What one stage may be. */
export interface StageChoices {
	readonly op: readonly StageGenes['op'][];
	readonly kernel: readonly StageGenes['kernel'][];
	readonly expansion: readonly StageGenes['expansion'][];
	readonly layers: readonly number[];
}

/** The choices of each stage, in order. */
export type SearchSpace = readonly StageChoices[];

/** The space around a backbone. */
export function searchSpace({ stages }: Variant): SearchSpace {
	return stages.map(({ layers }) => ({
		op: ops,
		kernel: kernels,
		expansion: expansions,
		layers: [layers - 1, layers, layers + 1].filter((count) => count > 0)
	}));
}

const product = (factors: readonly number[]) => factors.reduce((all, factor) => all * factor, 1);

const choicesOf = ({ op, kernel, expansion, layers }: StageChoices) =>
	op.length * kernel.length * expansion.length * layers.length;

/** How many networks the space holds. */
export function spaceSize(space: SearchSpace): number {
	return product(space.map((choices) => choicesOf(choices)));
}

/** Whether the genes are a network of the space. */
export function inSpace(space: SearchSpace, genes: Genes): boolean {
	return (
		genes.length === space.length &&
		genes.every(({ op, kernel, expansion, layers }, index) => {
			const choices = space[index]!;
			return (
				choices.op.includes(op) &&
				choices.kernel.includes(kernel) &&
				choices.expansion.includes(expansion) &&
				choices.layers.includes(layers)
			);
		})
	);
}

/** The backbone's own genes. Throws RangeError where its expansion is none of the space's. */
export function genesOf({ name, stages }: Variant): Genes {
	return stages.map(({ op, kernel, expandRatio, layers }) => {
		const expansion = expansions.find((known) => known === expandRatio);
		if (expansion === undefined) throw new RangeError(`${name} has an expansion of ${expandRatio}.`);
		return { op, kernel, expansion, layers };
	});
}

/** The block table of a candidate. Throws RangeError for another number of stages. */
export function candidateVariant(backbone: Variant, genes: Genes, name: string): Variant {
	if (genes.length !== backbone.stages.length) {
		throw new RangeError(`${backbone.name} has ${backbone.stages.length} stages, not ${genes.length}.`);
	}
	const stages = backbone.stages.map((stage, index): StageTable => {
		const { op, kernel, expansion, layers } = genes[index]!;
		const seRatio = op === 'mbconv' ? SE_RATIO : 0;
		return { ...stage, op, kernel, expandRatio: expansion, layers, seRatio };
	});
	return { ...backbone, name, stages };
}
