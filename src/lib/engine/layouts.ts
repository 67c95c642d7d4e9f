import type { ParameterSpec } from '$lib/model/graph';

/**
 * PyTorch's weight layouts against TensorFlow.js's. All four cases are one permutation: split the tensor into
 * [out, in, window] and reverse the three, [window, in, out].
 *
 *   conv      [out, in, k, k]     -> [k, k, in, out]
 *   depthwise [channels, 1, k, k] -> [k, k, channels, 1], the same memory as [k·k, 1, channels]
 *   FC        [out, in]           -> [in, out]
 *   SE        [out, in, 1, 1]     -> [in, out], it is used as a matrix
 */
export function tfjsShape({ role, shape }: ParameterSpec): number[] {
	const [out = 1, channels = 1, height = 1, width = 1] = shape;
	switch (role) {
		case 'conv':
			return [height, width, channels, out];
		case 'depthwise':
			return [height, width, out, 1];
		case 'dense':
		case 'seWeight':
			return [channels, out];
		default:
			return [...shape];
	}
}

/** Copies `source` [a, b, c] into `target` as [c, b, a]. */
function reverseAxes(source: Float32Array, target: Float32Array, a: number, b: number, c: number): void {
	let from = 0;
	for (let i = 0; i < a; i++) {
		for (let j = 0; j < b; j++) {
			for (let k = 0; k < c; k++) target[(k * b + j) * a + i] = source[from++] ?? 0;
		}
	}
}

function threeAxes({ shape }: ParameterSpec): [number, number, number] {
	const [out = 1, channels = 1, height = 1, width = 1] = shape;
	return [out, channels, height * width];
}

/** Writes a parameter in PyTorch's layout to `target` in TensorFlow.js's. Lengths are the caller's to check. */
export function toTfjs(spec: ParameterSpec, source: Float32Array, target: Float32Array): void {
	const [out, channels, window] = threeAxes(spec);
	reverseAxes(source, target, out, channels, window);
}

/** The inverse of `toTfjs`; returns a fresh array. */
export function toPyTorch(spec: ParameterSpec, source: Float32Array): Float32Array {
	const [out, channels, window] = threeAxes(spec);
	const target = new Float32Array(source.length);
	reverseAxes(source, target, window, channels, out);
	return target;
}
