/** One block of a stage, and what MBConv and Fused-MBConv have in common. */
import type { GraphBuilder } from './builder';
import type { ValueId } from './graph';
import type { StageTable } from './variant';

export interface Block {
	/** timm's module path, `blocks.{stage}.{layer}`. */
	readonly name: string;
	readonly kernel: number;
	readonly stride: 1 | 2;
	readonly in: number;
	readonly out: number;
	readonly expandRatio: number;
	readonly seRatio: number;
	/** Share of the network's depth before this block, i/N. */
	readonly depth: number;
}

/** Layer `layer` of a stage. The first takes the stride and the channel change, the others keep both. */
export function blockOf(stage: StageTable, stageIndex: number, layer: number, depth: number): Block {
	const { kernel, out, expandRatio, seRatio } = stage;
	const first = layer === 0;
	return {
		name: `blocks.${stageIndex}.${layer}`,
		kernel,
		stride: first ? stage.stride : 1,
		in: first ? stage.in : out,
		out,
		expandRatio,
		seRatio,
		depth
	};
}

/** Squeeze-and-excitation as the table has it: its width is a share of the block's input, not of the expansion. */
export function squeezeExcite(builder: GraphBuilder, block: Block, input: ValueId): ValueId {
	if (block.seRatio === 0) return input;
	const reduced = Math.max(1, Math.trunc(block.in * block.seRatio));
	return builder.squeezeExcite(`${block.name}.se`, input, reduced);
}

/** The skip: there is one only where the block keeps size and channels. */
export function residual(builder: GraphBuilder, block: Block, branch: ValueId, input: ValueId): ValueId {
	if (block.stride !== 1 || block.in !== block.out) return branch;
	return builder.add(`${block.name}.add`, branch, input, block.depth);
}
