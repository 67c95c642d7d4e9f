import type { Kernel } from './kernel';

/** Multiply-adds of a call's convolutions and matrix products; padding counts as if it were image. 0 for the rest. */
export function multiplyAdds(kernel: Kernel): number {
	switch (kernel.kind) {
		case 'conv':
		case 'convInputGradient':
		case 'convFilterGradient':
			return kernel.batch * (kernel.outSide * kernel.kernel) ** 2 * kernel.in * kernel.out;
		case 'depthwise':
		case 'depthwiseInputGradient':
		case 'depthwiseFilterGradient':
			return kernel.batch * (kernel.outSide * kernel.kernel) ** 2 * kernel.channels;
		case 'gate':
		case 'gateGradient':
			return 2 * kernel.batch * kernel.channels * kernel.reduced;
		case 'matrixGradient':
			return kernel.rows * kernel.in * kernel.out;
		default:
			return 0;
	}
}
