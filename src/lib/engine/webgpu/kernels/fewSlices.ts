/** Joining a handful of slices: a thread per four channels does it alone, without workgroup memory and barriers. */
import type { JoinMomentsKernel, JoinSumsKernel } from '../../plan/kernel';
import type { Features } from '../features';
import { sliceLength } from './sums';
import { each, quads, Source, type Program } from './source';

const FEW = { gpu: 16, software: 64 };

/** Whether a workgroup per four channels is not worth its barriers. */
export const areFew = (slices: number, { software }: Features) =>
	slices <= (software ? FEW.software : FEW.gpu);

/** Rows of slice s: a slice may be short, or empty at the end. */
export const sliceRows = 'f32(min((s + 1u) * shape.length, shape.rows) - min(s * shape.length, shape.rows))';

export function momentsSource({ rows, channels, slices, statisticsStride }: JoinMomentsKernel): Source {
	return Source.ofRows(channels, { rows, slices, length: sliceLength(rows, slices), statisticsStride })
		.tensor('partial', 'read', 2 * slices, channels)
		.tensor('moments', 'read_write', 2, channels)
		.floats('batchStatistics', 'read_write', statisticsStride + channels);
}

/** Chan's formula, slice by slice. */
export function joinFewMoments(kernel: JoinMomentsKernel): Program {
	return momentsSource(kernel).threads(
		quads(kernel.channels),
		`
var total = 0.0; var mean = vec4f(); var square = vec4f();
for (var s = 0u; s < shape.slices; s++) {
let count = ${sliceRows};
let before = total;
total += count;
let d = get_partial(row_partial(2u * s), t) - mean;
mean += d * (count / total);
square += get_partial(row_partial(2u * s + 1u), t) + d * d * (before * count / total);
}
${storeMoments(kernel, 't', 'mean', 'square')}`
	);
}

/** Mean and 1/√(variance + epsilon) for the step, mean and unbiased variance for the running statistics. */
export function storeMoments(
	{ epsilon }: JoinMomentsKernel,
	quad: string,
	mean: string,
	square: string
): string {
	const put = (i: number) => `if (4u * ${quad} + ${i}u < shape.channels) {
batchStatistics[4u * ${quad} + ${i}u] = ${mean}[${i}];
batchStatistics[shape.statisticsStride + 4u * ${quad} + ${i}u] = ${square}[${i}] / f32(max(shape.rows, 2u) - 1u); }`;
	return `put_moments(row_moments(0u), ${quad}, ${mean});
put_moments(row_moments(1u), ${quad}, inverseSqrt(${square} / f32(shape.rows) + ${epsilon}));
${each(4, put)}`;
}

export function sumsSource({ channels, slices, affineStride }: JoinSumsKernel): Source {
	return Source.ofRows(channels, { slices, affineStride })
		.tensor('partial', 'read', 2 * slices, channels)
		.floats('affineGradient', 'read_write', affineStride + channels);
}

export function joinFewSums(kernel: JoinSumsKernel): Program {
	return sumsSource(kernel).threads(
		quads(kernel.channels),
		`
var bias = vec4f(); var weight = vec4f();
for (var s = 0u; s < shape.slices; s++) {
bias += get_partial(row_partial(2u * s), t); weight += get_partial(row_partial(2u * s + 1u), t);
}
${storeSums('t', 'weight', 'bias')}`
	);
}

export function storeSums(quad: string, weight: string, bias: string): string {
	const put = (i: number) => `if (4u * ${quad} + ${i}u < shape.channels) {
affineGradient[4u * ${quad} + ${i}u] = ${weight}[${i}];
affineGradient[shape.affineStride + 4u * ${quad} + ${i}u] = ${bias}[${i}]; }`;
	return each(4, put);
}
