import {
	conv2d,
	Conv2DBackpropInput,
	depthwiseConv2d,
	DepthwiseConv2dNativeBackpropFilter,
	DepthwiseConv2dNativeBackpropInput,
	engine,
	matMul,
	reshape,
	type NamedAttrMap,
	type Tensor,
	type Tensor4D
} from '@tensorflow/tfjs-core';
import type { Padding } from '$lib/model/graph';
import { differentiable, kept } from './differentiable';
import { filterGradient } from './filterGradient';
import { batchSum } from './reduction';

export interface Window {
	readonly kernel: number;
	readonly stride: 1 | 2;
	readonly padding: Padding;
	/** Whether the gradient with respect to the input is wanted; for the image it rarely is. */
	readonly inputGradient: boolean;
}

/** TensorFlow.js takes PyTorch's padding as a number: so many zeros on each side. */
function padOf({ kernel, padding }: Window): 'same' | number {
	return padding === 'same' ? 'same' : (kernel - 1) / 2;
}

/** Kernels behind the gradients: the package exports their names, but no functions for them. */
function runKernel(name: string, inputs: Record<string, Tensor>, attributes: NamedAttrMap): Tensor {
	return engine().runKernel<Tensor>(name, inputs, attributes);
}

/** An op of x and weight whose gradient for x can be left out. */
function weighted(
	x: Tensor4D,
	weight: Tensor,
	window: Window,
	forward: () => Tensor,
	inputGradient: (dy: Tensor) => Tensor,
	weightGradient: (dy: Tensor, x: Tensor4D) => Tensor
): Tensor4D {
	const run = () => ({ value: forward(), saved: [x] });
	const result = window.inputGradient
		? differentiable([x, weight], run, (dy, saved) => [inputGradient(dy), weightGradient(dy, kept(saved, 0))])
		: differentiable([weight], run, (dy, saved) => [weightGradient(dy, kept(saved, 0))]);
	return result as Tensor4D;
}

/** Dense convolution without bias. x [batch, height, width, in], weight [kernel, kernel, in, out]. */
export function convolution(x: Tensor4D, weight: Tensor4D, window: Window): Tensor4D {
	if (window.kernel === 1 && window.stride === 1) return pointwise(x, weight, window);
	const pad = padOf(window);
	const attributes = { strides: [window.stride, window.stride], pad, dataFormat: 'NHWC' };
	const { shape: inputShape } = x;
	const { shape: filterShape } = weight;
	return weighted(
		x,
		weight,
		window,
		() => conv2d(x, weight, window.stride, pad),
		(dy) => runKernel(Conv2DBackpropInput, { dy, filter: weight }, { ...attributes, inputShape }),
		(dy, saved) => filterGradient(saved, dy as Tensor4D, { stride: window.stride, pad, filterShape })
	);
}

/** Depthwise convolution without bias. x [batch, height, width, channels], weight [kernel, kernel, channels, 1]. */
export function depthwise(x: Tensor4D, weight: Tensor4D, window: Window): Tensor4D {
	const pad = padOf(window);
	const attributes = { strides: [window.stride, window.stride], pad, dilations: [1, 1] };
	const { shape: inputShape } = x;
	const { shape: filterShape } = weight;
	return weighted(
		x,
		weight,
		window,
		() => depthwiseConv2d(x, weight, window.stride, pad),
		(dy) =>
			runKernel(DepthwiseConv2dNativeBackpropInput, { dy, filter: weight }, { ...attributes, inputShape }),
		(dy, saved) =>
			runKernel(DepthwiseConv2dNativeBackpropFilter, { x: saved, dy }, { ...attributes, filterShape })
	);
}

/**
 * 1×1 convolution as a matrix product. The weight's gradient is a product per image, then a sum over the batch:
 * TensorFlow.js would split one long product with float atomics, whose rounding changes from run to run.
 */
function pointwise(x: Tensor4D, weight: Tensor4D, window: Window): Tensor4D {
	const [batch, height, width, channels] = x.shape;
	const out = weight.shape[3];
	const pixels = height * width;
	const matrix = () => reshape(weight, [channels, out]);
	return weighted(
		x,
		weight,
		window,
		() => reshape(matMul(reshape(x, [batch * pixels, channels]), matrix()), [batch, height, width, out]),
		(dy) => reshape(matMul(reshape(dy, [batch * pixels, out]), matrix(), false, true), x.shape),
		(dy, saved) => {
			const perImage = matMul(
				reshape(saved, [batch, pixels, channels]),
				reshape(dy, [batch, pixels, out]),
				true
			);
			return reshape(batchSum(perImage), weight.shape);
		}
	);
}
