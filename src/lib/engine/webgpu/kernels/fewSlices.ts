/** Joining a handful of slices: a thread per four channels does it alone, without workgroup memory and barriers. */
import type { JoinMomentsKernel, JoinSumsKernel } from '../../plan/kernel';
import { each, quads, Source, type Program } from './source';

/** Above, a workgroup per four channels is worth its barriers. */
export const FEW_SLICES = 16;

/** Rows of slice s: a slice may be short, or empty at the end. */
export function sliceRows(rows: number, slices: number): string {
	const length = Math.ceil(rows / slices);
	return `f32(min((s + 1u) * ${length}u, ${rows}u) - min(s * ${length}u, ${rows}u))`;
}

/** Chan's formula, slice by slice. */
export function joinFewMoments(kernel: JoinMomentsKernel): Program {
	const { rows, channels, slices, statisticsStride } = kernel;
	return new Source()
		.tensor('partial', 'read', 2 * slices, channels)
		.tensor('moments', 'read_write', 2, channels)
		.floats('batchStatistics', 'read_write', statisticsStride + channels)
		.threads(
			quads(channels),
			`
var total = 0.0; var mean = vec4f(); var square = vec4f();
for (var s = 0u; s < ${slices}u; s++) {
let count = ${sliceRows(rows, slices)};
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
	{ rows, channels, epsilon, statisticsStride }: JoinMomentsKernel,
	quad: string,
	mean: string,
	square: string
): string {
	const put = (i: number) => `if (4u * ${quad} + ${i}u < ${channels}u) {
batchStatistics[4u * ${quad} + ${i}u] = ${mean}[${i}];
batchStatistics[${statisticsStride}u + 4u * ${quad} + ${i}u] = ${square}[${i}] / ${Math.max(rows - 1, 1)}.0; }`;
	return `put_moments(row_moments(0u), ${quad}, ${mean});
put_moments(row_moments(1u), ${quad}, inverseSqrt(${square} / ${rows}.0 + ${epsilon}));
${each(4, put)}`;
}

export function joinFewSums(kernel: JoinSumsKernel): Program {
	const { channels, slices, affineStride } = kernel;
	return new Source()
		.tensor('partial', 'read', 2 * slices, channels)
		.floats('affineGradient', 'read_write', affineStride + channels)
		.threads(
			quads(channels),
			`
var bias = vec4f(); var weight = vec4f();
for (var s = 0u; s < ${slices}u; s++) {
bias += get_partial(row_partial(2u * s), t); weight += get_partial(row_partial(2u * s + 1u), t);
}
${storeSums(kernel, 't', 'weight', 'bias')}`
		);
}

export function storeSums(
	{ channels, affineStride }: JoinSumsKernel,
	quad: string,
	weight: string,
	bias: string
): string {
	const put = (i: number) => `if (4u * ${quad} + ${i}u < ${channels}u) {
affineGradient[4u * ${quad} + ${i}u] = ${weight}[${i}];
affineGradient[${affineStride}u + 4u * ${quad} + ${i}u] = ${bias}[${i}]; }`;
	return each(4, put);
}
