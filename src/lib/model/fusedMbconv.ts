import { residual, squeezeExcite, type Block } from './block';
import type { GraphBuilder } from './builder';
import type { ValueId } from './graph';

/**
 * Fused-MBConv: one dense k×k convolution in place of MBConv's 1×1 expansion and depthwise k×k, then the 1×1
 * projection; the input is added where the shapes allow. More multiply-adds than MBConv, but of a kind that
 * accelerators run near their peak: the reason why V2 begins with it (paper, section 3.2).
 */
export function fusedMbconv(builder: GraphBuilder, input: ValueId, block: Block): ValueId {
	if (block.expandRatio === 1) return singleConv(builder, input, block);
	const { name } = block;
	let x = builder.conv(`${name}.conv_exp`, input, block.in * block.expandRatio, block.kernel, block.stride);
	x = builder.batchNorm(`${name}.bn1`, x, 'silu');
	x = squeezeExcite(builder, block, x);
	x = builder.conv(`${name}.conv_pwl`, x, block.out, 1);
	x = builder.batchNorm(`${name}.bn2`, x, 'none');
	return residual(builder, block, x, input);
}

/** Without expansion nothing is left to project: a k×k convolution whose SiLU comes before the addition. */
function singleConv(builder: GraphBuilder, input: ValueId, block: Block): ValueId {
	const { name } = block;
	let x = builder.conv(`${name}.conv`, input, block.out, block.kernel, block.stride);
	x = builder.batchNorm(`${name}.bn1`, x, 'silu');
	return residual(builder, block, x, input);
}
