import type { ParameterMap } from '$lib/model/parameters';

/** L2 norm, in doubles. */
function norm(values: Float32Array): number {
	return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** Norm, sum, largest absolute value and the first eight values, in PyTorch's order. */
export function fullDigest(values: Float32Array) {
	return {
		norm: norm(values),
		sum: values.reduce((sum, value) => sum + value, 0),
		max: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
		first: [...values.subarray(0, 8)]
	};
}

/** Norm and the first `count` values. */
export function shortDigest(values: Float32Array, count: number) {
	return { norm: norm(values), first: [...values.subarray(0, count)] };
}

/** The digest of every tensor, by name, in the map's order. */
export function digests<Digest>(
	map: ParameterMap,
	digest: (values: Float32Array) => Digest
): Record<string, Digest> {
	return Object.fromEntries([...map].map(([name, values]) => [name, digest(values)]));
}
