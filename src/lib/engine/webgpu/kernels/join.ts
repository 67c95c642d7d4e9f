/** Puts slices of batch norm's sums together: a workgroup takes four channels, each of its threads some of the slices. */
import type { JoinMomentsKernel, JoinSumsKernel } from '../../plan/kernel';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { FEW_SLICES, joinFewMoments, joinFewSums, sliceRows, storeMoments, storeSums } from './fewSlices';
import { laneSums, withLaneSums, type Lanes } from './lanes';
import { quads, Source, type Program } from './source';

const LEAST_THREADS = 4;
const MOST_THREADS = 32;
/** A thread takes at least so many slices: meeting costs more than a turn of a loop, on SwiftShader much more. */
const LEAST_SLICES = 4;

function lanesFor(slices: number, features: Features): Lanes {
	let lanes = LEAST_THREADS;
	while (lanes < MOST_THREADS && 2 * lanes * LEAST_SLICES <= slices) lanes *= 2;
	return { lanes, type: 'vec4f', features };
}

/** Through the slices of this thread. */
const slicesInTurn = (slices: number, { lanes }: Lanes) =>
	`for (var s = lane; s < ${slices}u; s += ${lanes}u)`;

export function joinMoments(kernel: JoinMomentsKernel, _: Tile, features: Features): Program {
	const { channels, slices, statisticsStride } = kernel;
	if (slices <= FEW_SLICES) return joinFewMoments(kernel);
	const lanes = lanesFor(slices, features);
	const source = new Source()
		.tensor('partial', 'read', 2 * slices, channels)
		.tensor('moments', 'read_write', 2, channels)
		.floats('batchStatistics', 'read_write', statisticsStride + channels);
	const join = features.subgroups ? joinAroundMean : joinPairs;
	return source.groups(
		quads(channels),
		lanes.lanes,
		`
${join(source, kernel, lanes)}
if (lane == 0u) {
${storeMoments(kernel, 'g', 'mean', 'square')}
}`
	);
}

/** `mean` and `square` in lane 0, pair by pair with Chan's formula: one walk through the workgroup's memory. */
function joinPairs(source: Source, kernel: JoinMomentsKernel, lanes: Lanes): string {
	const count = lanes.lanes;
	source.add(
		`var<workgroup> counts: array<f32, ${count}>;
var<workgroup> means: array<vec4f, ${count}>;
var<workgroup> squares: array<vec4f, ${count}>;
fn join(a: u32, count: f32, mean: vec4f, square: vec4f) {
let total = counts[a] + count;
if (total == 0.0) { return; }
let d = mean - means[a];
squares[a] += square + d * d * (counts[a] * count / total);
means[a] += d * (count / total);
counts[a] = total;
}`
	);
	return `
${slicesInTurn(kernel.slices, lanes)} {
join(lane, ${sliceRows(kernel.rows, kernel.slices)}, get_partial(row_partial(2u * s), g), get_partial(row_partial(2u * s + 1u), g));
}
for (var half = ${count / 2}u; half > 0u; half /= 2u) {
workgroupBarrier();
if (lane < half) { join(lane, counts[lane + half], means[lane + half], squares[lane + half]); }
}
let mean = means[lane]; let square = squares[lane];`;
}

/** `mean` and `square` by two sums, the second around the mean that the first gives to every lane. */
function joinAroundMean(source: Source, kernel: JoinMomentsKernel, lanes: Lanes): string {
	withLaneSums(source, ['mean', 'square'], lanes);
	const turns = slicesInTurn(kernel.slices, lanes);
	return `
var mean = vec4f(); var square = vec4f();
${turns} { mean += get_partial(row_partial(2u * s), g) * (${sliceRows(kernel.rows, kernel.slices)} / ${kernel.rows}.0); }
${laneSums(['mean'], lanes)}
${turns} {
let d = get_partial(row_partial(2u * s), g) - mean;
square += get_partial(row_partial(2u * s + 1u), g) + d * d * ${sliceRows(kernel.rows, kernel.slices)};
}
${laneSums(['square'], lanes)}`;
}

export function joinSums(kernel: JoinSumsKernel, _: Tile, features: Features): Program {
	const { channels, slices, affineStride } = kernel;
	if (slices <= FEW_SLICES) return joinFewSums(kernel);
	const lanes = lanesFor(slices, features);
	const source = new Source()
		.tensor('partial', 'read', 2 * slices, channels)
		.floats('affineGradient', 'read_write', affineStride + channels);
	return withLaneSums(source, ['bias', 'weight'], lanes).groups(
		quads(channels),
		lanes.lanes,
		`
var bias = vec4f(); var weight = vec4f();
${slicesInTurn(slices, lanes)} {
bias += get_partial(row_partial(2u * s), g); weight += get_partial(row_partial(2u * s + 1u), g);
}
${laneSums(['bias', 'weight'], lanes)}
if (lane == 0u) {
${storeSums(kernel, 'g', 'weight', 'bias')}
}`
	);
}
