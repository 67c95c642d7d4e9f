import { tensor2d, tensor4d, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { Batch, StepShape } from '../executor';

/** Uploads images [batch, size, size, 3]; a copy, so that the caller may change its array afterwards. */
export function uploadImages(images: Float32Array, { imageSize, batch }: StepShape): Tensor4D {
	return tensor4d(images.slice(), [batch, imageSize, imageSize, 3]);
}

/** Uploads images and targets [batch, classes]. */
export function uploadBatch(
	{ images, targets }: Batch,
	shape: StepShape,
	classes: number
): { images: Tensor4D; targets: Tensor2D } {
	return {
		images: uploadImages(images, shape),
		targets: tensor2d(targets.slice(), [shape.batch, classes])
	};
}
