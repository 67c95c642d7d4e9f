/** Sums over slices of rows, for batch norm; join.ts puts the slices together. */
import type { MomentsKernel, NormaliseSumsKernel, SumSplitsKernel } from '../../plan/kernel';
import { normalisationBindings, normalisationText } from './normalise';
import { quads, Source, type Program } from './source';

export function sumSplits({ splits, size }: SumSplitsKernel): Program {
	return new Source()
		.tensor('partial', 'read', splits, size)
		.tensor('sum', 'read_write', 1, size)
		.threads(
			quads(size),
			`
var total = vec4f();
for (var s = 0u; s < ${splits}u; s++) { total += get_partial(row_partial(s), t); }
put_sum(0u, t, total);`
		);
}

/** Loop over the rows of slice `slice`. */
function slice(rows: number, slices: number): string {
	const length = Math.ceil(rows / slices);
	return `for (var r = slice * ${length}u; r < min((slice + 1u) * ${length}u, ${rows}u); r++)`;
}

/** Sums around the slice's first value: the plain mean of squares would lose its digits against a large mean. */
export function moments({ rows, channels, slices }: MomentsKernel): Program {
	return new Source()
		.tensor('x', 'read', rows, channels)
		.tensor('partial', 'read_write', 2 * slices, channels)
		.threads(
			slices * quads(channels),
			`
let q = t % ${quads(channels)}u; let slice = t / ${quads(channels)}u;
let pivot = get_x(row_x(min(slice * ${Math.ceil(rows / slices)}u, ${rows - 1}u)), q);
var count = 0.0; var sum = vec4f(); var squares = vec4f();
${slice(rows, slices)} {
let d = get_x(row_x(r), q) - pivot;
sum += d; squares += d * d; count += 1.0;
}
let shift = sum / max(count, 1.0);
put_partial(row_partial(2u * slice), q, pivot + shift);
put_partial(row_partial(2u * slice + 1u), q, squares - sum * shift);`
		);
}

export function normaliseSums(kernel: NormaliseSumsKernel): Program {
	const { rows, channels, slices } = kernel;
	const source = new Source().tensor('dy', 'read', rows, channels);
	normalisationBindings(source, kernel);
	return source
		.tensor('partial', 'read_write', 2 * slices, channels)
		.add(normalisationText(kernel))
		.threads(
			slices * quads(channels),
			`
let q = t % ${quads(channels)}u; let slice = t / ${quads(channels)}u;
let c = constants(q);
var bias = vec4f(); var weight = vec4f();
${slice(rows, slices)} {
let hat = (get_x(row_x(r), q) - c.mean) * c.inverse;
let dz = slope(c, hat, get_dy(row_dy(r), q), r);
bias += dz; weight += dz * hat;
}
put_partial(row_partial(2u * slice), q, bias);
put_partial(row_partial(2u * slice + 1u), q, weight);`
		);
}
