/** Between the tensors of a file, named and shaped as timm has them, and the parameters of a graph. */
import { CheckpointError } from './checkpointError';
import type { Graph } from './graph';
import type { ParameterMap } from './parameters';
import { sizeOf } from './size';
import type { NamedTensor } from './tensor';

/** PyTorch's count of training batches per batch norm: stored beside the statistics, read by nobody here. */
const IGNORED = /(^|\.)num_batches_tracked$/;

function mismatch(sentence: string): CheckpointError {
	return new CheckpointError('mismatch', sentence);
}

/**
 * The graph's parameters and statistics out of `tensors`, whose values are shared, not copied. Throws CheckpointError
 * naming the first tensor that is unknown to the graph, has another shape, occurs twice or is missing.
 */
export function parametersFromTensors(graph: Graph, tensors: readonly NamedTensor[]): ParameterMap {
	const specs = new Map(graph.parameters.map((spec) => [spec.name, spec]));
	const found = new Map<string, Float32Array>();
	for (const { name, shape, values } of tensors) {
		if (IGNORED.test(name)) continue;
		const spec = specs.get(name);
		if (spec === undefined)
			throw mismatch(`The checkpoint has a tensor "${name}", which ${graph.name} does not.`);
		if (found.has(name)) throw mismatch(`The checkpoint has the tensor "${name}" twice.`);
		if (shape.join() !== spec.shape.join() || values.length !== sizeOf(spec.shape)) {
			const shapes = `${shape.join('×')} in the checkpoint, but ${spec.shape.join('×')} in ${graph.name}`;
			throw mismatch(`"${name}" is ${shapes}.`);
		}
		found.set(name, values);
	}
	return new Map(
		graph.parameters.map(({ name }) => {
			const values = found.get(name);
			if (values === undefined) throw mismatch(`The checkpoint lacks "${name}", which ${graph.name} needs.`);
			return [name, values];
		})
	);
}

/** The tensors of a map in the graph's order. Throws CheckpointError if one is missing or has another length. */
export function tensorsFromParameters(graph: Graph, parameters: ParameterMap): NamedTensor[] {
	return graph.parameters.map(({ name, shape }) => {
		const values = parameters.get(name);
		if (values === undefined) throw mismatch(`The parameters lack "${name}", which ${graph.name} needs.`);
		if (values.length !== sizeOf(shape)) {
			throw mismatch(`"${name}" has ${values.length} values; ${graph.name} needs ${sizeOf(shape)}.`);
		}
		return { name, shape, values };
	});
}
