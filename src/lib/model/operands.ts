import type { GraphOp } from './graph';

/** Names of the parameters and running statistics that an op reads, in the order of the state dict. */
export function parameterNames(op: GraphOp): readonly string[] {
	switch (op.kind) {
		case 'conv':
		case 'depthwise':
			return [op.weight];
		case 'batchNorm':
			return [op.weight, op.bias, op.runningMean, op.runningVar];
		case 'squeezeExcite':
			return [op.reduceWeight, op.reduceBias, op.expandWeight, op.expandBias];
		case 'dense':
			return [op.weight, op.bias];
		case 'add':
		case 'globalPool':
		case 'dropout':
		case 'softmaxCrossEntropy':
			return [];
	}
}
