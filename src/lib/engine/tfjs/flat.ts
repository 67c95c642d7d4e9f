import { concat1d, reshape, slice1d, tensor1d, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import type { ParameterSpec } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import { sizeOf } from '$lib/model/size';
import { EngineError } from '../executor';
import { tfjsShape, toPyTorch, toTfjs } from '../layouts';
import { readTensor, type Backend } from './backend';

/** Elements of a bucket: 64 MB, under the smallest storage binding that WebGPU guarantees (128 MB). */
const BUCKET_ELEMENTS = 2 ** 24;

interface Slot {
	readonly spec: ParameterSpec;
	readonly shape: readonly number[];
	readonly offset: number;
	readonly size: number;
}

interface Bucket {
	readonly slots: readonly Slot[];
	readonly size: number;
}

/** One vector per bucket, on the device. */
export type Flat = readonly Tensor1D[];

/**
 * Many tensors as few long vectors, so that an optimiser, a norm or an average costs a handful of kernel calls
 * instead of a handful per tensor. Inside, tensors lie in TensorFlow.js's layout.
 */
export class FlatLayout {
	readonly buckets: readonly Bucket[];

	constructor(readonly specs: readonly ParameterSpec[]) {
		const buckets: { slots: Slot[]; size: number }[] = [];
		for (const spec of specs) {
			const size = sizeOf(spec.shape);
			let last = buckets.at(-1);
			if (last === undefined || last.size + size > BUCKET_ELEMENTS) {
				last = { slots: [], size: 0 };
				buckets.push(last);
			}
			last.slots.push({ spec, shape: tfjsShape(spec), offset: last.size, size });
			last.size += size;
		}
		this.buckets = buckets;
	}

	/** Uploads host values given in PyTorch's layout. Throws EngineError if a name is missing or a length wrong. */
	upload(parameters: ParameterMap): Flat {
		return this.#pack(parameters).map((values) => tensor1d(values));
	}

	/** Throws EngineError unless `parameters` has every tensor in its length. */
	check(parameters: ParameterMap): void {
		for (const { name, shape } of this.specs) {
			const values = parameters.get(name);
			if (values === undefined) {
				throw new EngineError('bad-parameters', `The parameters lack "${name}".`);
			}
			const size = sizeOf(shape);
			if (values.length !== size) {
				const message = `Parameter "${name}" has ${values.length} numbers where the network needs ${size}.`;
				throw new EngineError('bad-parameters', message);
			}
		}
	}

	/** One number per element, chosen by its tensor. */
	fill(value: (spec: ParameterSpec) => number): Flat {
		return this.buckets.map(({ slots, size }) => {
			const values = new Float32Array(size);
			for (const { spec, offset, size: length } of slots) values.fill(value(spec), offset, offset + length);
			return tensor1d(values);
		});
	}

	/** Joins device tensors, given by name in TensorFlow.js's layout. */
	join(tensors: ReadonlyMap<string, Tensor>): Flat {
		return this.buckets.map(({ slots }) =>
			concat1d(slots.map(({ spec, size }) => reshape(lookUp(tensors, spec.name), [size])))
		);
	}

	/** Copies of the parts, in their shapes, by name. */
	split(flat: Flat): Map<string, Tensor> {
		const parts = new Map<string, Tensor>();
		this.buckets.forEach(({ slots }, index) => {
			const vector = flat[index];
			if (vector === undefined) throw new RangeError(`Bucket ${index} is missing.`);
			for (const { spec, shape, offset, size } of slots) {
				parts.set(spec.name, reshape(slice1d(vector, offset, size), [...shape]));
			}
		});
		return parts;
	}

	/** Reads back to the host, in PyTorch's layout. */
	async download(backend: Backend, flat: Flat): Promise<ParameterMap> {
		const vectors = await Promise.all(flat.map((vector) => readTensor(backend, vector)));
		const parameters: ParameterMap = new Map();
		this.buckets.forEach(({ slots }, index) => {
			for (const { spec, offset, size } of slots) {
				const values = vectors[index]?.subarray(offset, offset + size);
				if (values !== undefined) parameters.set(spec.name, toPyTorch(spec, values));
			}
		});
		return parameters;
	}

	#pack(parameters: ParameterMap): Float32Array[] {
		this.check(parameters);
		return this.buckets.map(({ slots, size }) => {
			const packed = new Float32Array(size);
			for (const { spec, offset, size: length } of slots) {
				const values = parameters.get(spec.name);
				if (values !== undefined) toTfjs(spec, values, packed.subarray(offset, offset + length));
			}
			return packed;
		});
	}
}

/** The tensor called `name`. Throws EngineError if there is none: the graph and the weights do not match. */
export function lookUp(tensors: ReadonlyMap<string, Tensor>, name: string): Tensor {
	const tensor = tensors.get(name);
	if (tensor === undefined) throw new EngineError('bad-parameters', `The network has no tensor "${name}".`);
	return tensor;
}
