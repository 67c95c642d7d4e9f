/** A tensor of a checkpoint file. */
export interface NamedTensor {
	readonly name: string;
	readonly shape: readonly number[];
	readonly values: Float32Array;
}

export interface TensorFile {
	readonly tensors: readonly NamedTensor[];
	readonly metadata: ReadonlyMap<string, string>;
}
