/** Sums over slices of rows, for batch norm; join.ts puts the slices together. */
import type { MomentsKernel, NormaliseSumsKernel, SumSplitsKernel } from '../../plan/kernel';
import { normalisationBindings, normalisationShape, normalisationText } from './normalise';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { halvesOf, quads, Source, type Program } from './source';

export function sumSplits({ splits, size }: SumSplitsKernel): Program {
	return Source.ofRows(size, { splits })
		.tensor('partial', 'read', splits, size)
		.tensor('sum', 'read_write', 1, size)
		.threads(
			quads(size),
			`
var total = vec4f();
for (var s = 0u; s < shape.splits; s++) { total += get_partial(row_partial(s), t); }
put_sum(0u, t, total);`
		);
}

/** Rows of a slice; the last may be shorter, or empty. */
export const sliceLength = (rows: number, slices: number) => Math.ceil(rows / slices);

/** Which slice and channels are the thread's. */
const mine = 'let q = t % shape.quads; let slice = t / shape.quads;';
const rowsOfSlice =
	'for (var r = slice * shape.length; r < min((slice + 1u) * shape.length, shape.rows); r++)';

/** Sums around the slice's first value: the plain mean of squares would lose its digits against a large mean. */
export function moments(kernel: MomentsKernel, _: Tile, features: Features): Program {
	const { rows, channels, slices } = kernel;
	return Source.ofRows(channels, { rows, length: sliceLength(rows, slices) }, halvesOf(kernel, features))
		.tensor('x', 'read', rows, channels)
		.tensor('partial', 'read_write', 2 * slices, channels)
		.threads(
			slices * quads(channels),
			`
${mine}
let pivot = get_x(row_x(min(slice * shape.length, shape.rows - 1u)), q);
var count = 0.0; var sum = vec4f(); var squares = vec4f();
${rowsOfSlice} {
let d = get_x(row_x(r), q) - pivot;
sum += d; squares += d * d; count += 1.0;
}
let shift = sum / max(count, 1.0);
put_partial(row_partial(2u * slice), q, pivot + shift);
put_partial(row_partial(2u * slice + 1u), q, squares - sum * shift);`
		);
}

export function normaliseSums(kernel: NormaliseSumsKernel, _: Tile, features: Features): Program {
	const { rows, channels, slices } = kernel;
	const shape = { ...normalisationShape(kernel), length: sliceLength(rows, slices) };
	const source = new Source(shape, halvesOf(kernel, features)).tensor('dy', 'read', rows, channels);
	normalisationBindings(source, kernel);
	return source
		.tensor('partial', 'read_write', 2 * slices, channels)
		.add(normalisationText(kernel))
		.threads(
			slices * quads(channels),
			`
${mine}
let c = constants(q);
var bias = vec4f(); var weight = vec4f();
${rowsOfSlice} {
let hat = (get_x(row_x(r), q) - c.mean) * c.inverse;
let dz = slope(c, hat, get_dy(row_dy(r), q), r);
bias += dz; weight += dz * hat;
}
put_partial(row_partial(2u * slice), q, bias);
put_partial(row_partial(2u * slice + 1u), q, weight);`
		);
}
