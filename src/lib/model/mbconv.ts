import { residual, squeezeExcite, type Block } from './block';
import type { GraphBuilder } from './builder';
import type { ValueId } from './graph';

/**
 * MBConv: 1×1 expansion, depthwise k×k, squeeze-and-excitation, 1×1 projection; batch norm after each convolution,
 * SiLU after all but the last; the input is added where the shapes allow. Expansion 1 leaves the first step out.
 */
export function mbconv(builder: GraphBuilder, input: ValueId, block: Block): ValueId {
	if (block.expandRatio === 1) return depthwiseSeparable(builder, input, block);
	const { name } = block;
	let x = builder.conv(`${name}.conv_pw`, input, block.in * block.expandRatio, 1);
	x = builder.batchNorm(`${name}.bn1`, x, 'silu');
	x = builder.depthwise(`${name}.conv_dw`, x, block.kernel, block.stride);
	x = builder.batchNorm(`${name}.bn2`, x, 'silu');
	x = squeezeExcite(builder, block, x);
	x = builder.conv(`${name}.conv_pwl`, x, block.out, 1);
	x = builder.batchNorm(`${name}.bn3`, x, 'none');
	return residual(builder, block, x, input);
}

/** MBConv without expansion: the first stage of every V1 network. timm calls its projection `conv_pw`. */
function depthwiseSeparable(builder: GraphBuilder, input: ValueId, block: Block): ValueId {
	const { name } = block;
	let x = builder.depthwise(`${name}.conv_dw`, input, block.kernel, block.stride);
	x = builder.batchNorm(`${name}.bn1`, x, 'silu');
	x = squeezeExcite(builder, block, x);
	x = builder.conv(`${name}.conv_pw`, x, block.out, 1);
	x = builder.batchNorm(`${name}.bn2`, x, 'none');
	return residual(builder, block, x, input);
}
