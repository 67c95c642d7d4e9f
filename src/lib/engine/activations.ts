import type { Graph, ValueId } from '$lib/model/graph';

/**
 * The values that evaluation hands from one kernel to the next, in order: after each convolution with its batch norm,
 * activation and addition, after each squeeze-and-excitation, and the pooled features. `only` names those that are wanted.
 */
export function handedOn({ ops }: Graph, only?: readonly ValueId[]): ValueId[] {
	const values = ops.flatMap((op, at) => {
		const next = ops[at + 1];
		switch (op.kind) {
			case 'batchNorm':
				return next?.kind === 'add' && next.input === op.output ? [] : [op.output];
			case 'add':
			case 'squeezeExcite':
			case 'globalPool':
				return [op.output];
			case 'conv':
			case 'depthwise':
			case 'dropout':
			case 'dense':
			case 'softmaxCrossEntropy':
				return [];
		}
	});
	return only === undefined ? values : values.filter((value) => only.includes(value));
}
