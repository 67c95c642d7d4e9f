/** Sums over slices, and batch norm's statistics. */
import type {
	JoinMomentsKernel,
	JoinSumsKernel,
	MomentsKernel,
	NormaliseSumsKernel,
	SumSplitsKernel
} from '../../plan/kernel';
import { FEW_SLICES, joinFewMoments, joinFewSums, sliceRows, storeMoments, storeSums } from './fewSlices';
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

const JOINERS = 32;

/** A workgroup joins the slices of four channels: each thread some of them, then pairwise (Chan's formula). */
export function joinMoments(kernel: JoinMomentsKernel): Program {
	const { rows, channels, slices, statisticsStride } = kernel;
	if (slices <= FEW_SLICES) return joinFewMoments(kernel);
	return new Source()
		.tensor('partial', 'read', 2 * slices, channels)
		.tensor('moments', 'read_write', 2, channels)
		.floats('batchStatistics', 'read_write', statisticsStride + channels)
		.add(
			`var<workgroup> counts: array<f32, ${JOINERS}>;
var<workgroup> means: array<vec4f, ${JOINERS}>;
var<workgroup> squares: array<vec4f, ${JOINERS}>;
fn join(a: u32, count: f32, mean: vec4f, square: vec4f) {
let total = counts[a] + count;
if (total == 0.0) { return; }
let d = mean - means[a];
squares[a] += square + d * d * (counts[a] * count / total);
means[a] += d * (count / total);
counts[a] = total;
}`
		)
		.groups(
			quads(channels),
			JOINERS,
			`
for (var s = lane; s < ${slices}u; s += ${JOINERS}u) {
join(lane, ${sliceRows(rows, slices)}, get_partial(row_partial(2u * s), g), get_partial(row_partial(2u * s + 1u), g));
}
for (var half = ${JOINERS / 2}u; half > 0u; half /= 2u) {
workgroupBarrier();
if (lane < half) { join(lane, counts[lane + half], means[lane + half], squares[lane + half]); }
}
if (lane == 0u) {
${storeMoments(kernel, 'g', 'means[0]', 'squares[0]')}
}`
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

export function joinSums(kernel: JoinSumsKernel): Program {
	const { channels, slices, affineStride } = kernel;
	if (slices <= FEW_SLICES) return joinFewSums(kernel);
	return new Source()
		.tensor('partial', 'read', 2 * slices, channels)
		.floats('affineGradient', 'read_write', affineStride + channels)
		.add(`var<workgroup> biases: array<vec4f, ${JOINERS}>; var<workgroup> weights: array<vec4f, ${JOINERS}>;`)
		.groups(
			quads(channels),
			JOINERS,
			`
var bias = vec4f(); var weight = vec4f();
for (var s = lane; s < ${slices}u; s += ${JOINERS}u) {
bias += get_partial(row_partial(2u * s), g); weight += get_partial(row_partial(2u * s + 1u), g);
}
biases[lane] = bias; weights[lane] = weight;
for (var half = ${JOINERS / 2}u; half > 0u; half /= 2u) {
workgroupBarrier();
if (lane < half) { biases[lane] += biases[lane + half]; weights[lane] += weights[lane + half]; }
}
if (lane == 0u) {
${storeSums(kernel, 'g', 'weights[0]', 'biases[0]')}
}`
		);
}
