/**
 * Stock TensorFlow.js on WebGL: the kernels that `tf.layers` calls beside those of our reference engine (webglKernels.ts).
 * Loading this file registers them; one that is missing fails by name in tests/browser/engine/stockWebgl.test.ts.
 */
import { registerKernel } from '@tensorflow/tfjs-core';
import { _fusedMatMulConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/_FusedMatMul';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/FusedConv2D';
import { meanConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Mean';
import { zerosLikeConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/ZerosLike';

for (const kernel of [_fusedMatMulConfig, fusedConv2DConfig, meanConfig, zerosLikeConfig])
	registerKernel(kernel);

export { createStockRacer } from './stock';
