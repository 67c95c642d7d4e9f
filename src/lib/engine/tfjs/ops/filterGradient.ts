import {
	conv2d,
	Conv2DBackpropFilter,
	engine,
	getBackend,
	transpose,
	type Tensor,
	type Tensor4D
} from '@tensorflow/tfjs-core';

export interface FilterGradientShape {
	readonly stride: 1 | 2;
	readonly pad: 'same' | number;
	/** [kernel, kernel, in, out] */
	readonly filterShape: [number, number, number, number];
}

/**
 * Gradient of a dense convolution's weight, from x [batch, height, width, in] and dy [batch, height', width', out].
 * The processor backend's own kernel walks memory in strides of a whole image row; the same sum as a convolution
 * (channels as batch, batch as channels, dy as the filter, the stride as dilation) is twenty times faster there. On
 * a GPU the own kernel is the faster one.
 */
export function filterGradient(x: Tensor4D, dy: Tensor4D, shape: FilterGradientShape): Tensor {
	if (getBackend() === 'cpu') return byConvolution(x, dy, shape);
	const { stride, pad, filterShape } = shape;
	const attributes = { strides: [stride, stride], pad, dataFormat: 'NHWC', filterShape };
	return engine().runKernel<Tensor>(Conv2DBackpropFilter, { x, dy }, attributes);
}

function byConvolution(x: Tensor4D, dy: Tensor4D, { stride, pad, filterShape }: FilterGradientShape): Tensor {
	const [kernelHeight, kernelWidth] = filterShape;
	const rows = paddingOf(x.shape[1], dy.shape[1], kernelHeight, stride, pad);
	const columns = paddingOf(x.shape[2], dy.shape[2], kernelWidth, stride, pad);
	const images = transpose(x, [3, 1, 2, 0]);
	const filters = transpose(dy, [1, 2, 0, 3]);
	const gradient = conv2d(images, filters, 1, [[0, 0], rows, columns, [0, 0]], 'NHWC', stride);
	return transpose(gradient, [1, 2, 0, 3]);
}

/** Zeros before and after a side of `input` so that windows of `kernel` at `stride` make exactly `output`. */
function paddingOf(
	input: number,
	output: number,
	kernel: number,
	stride: number,
	pad: 'same' | number
): [number, number] {
	const total = (output - 1) * stride + kernel - input;
	const before = pad === 'same' ? Math.floor(total / 2) : pad;
	return [before, total - before];
}
