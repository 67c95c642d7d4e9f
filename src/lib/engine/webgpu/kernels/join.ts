/** Puts slices of batch norm's sums together: a workgroup takes four channels, each of its threads some of the slices. */
import type { JoinMomentsKernel, JoinSumsKernel } from '../../plan/kernel';
import type { Features } from '../features';
import type { Tile } from '../tile';
import {
	areFew,
	joinFewMoments,
	joinFewSums,
	momentsSource,
	sliceRows,
	storeMoments,
	storeSums,
	sumsSource
} from './fewSlices';
import { laneSums, withLaneSums, type Lanes } from './lanes';
import { quads, type Program, type Source } from './source';

/** Threads of a workgroup: as many as the subgroups of most devices have. */
const LANES = 32;

const lanesFor = (features: Features): Lanes => ({ lanes: LANES, type: 'vec4f', features });

/** Through the slices of this thread. */
const slicesInTurn = ({ lanes }: Lanes) => `for (var s = lane; s < shape.slices; s += ${lanes}u)`;

export function joinMoments(kernel: JoinMomentsKernel, _: Tile, features: Features): Program {
	const { channels, slices } = kernel;
	if (areFew(slices, features)) return joinFewMoments(kernel);
	const lanes = lanesFor(features);
	const source = momentsSource(kernel);
	const join = features.subgroups ? joinAroundMean : joinPairs;
	return source.groups(
		quads(channels),
		lanes.lanes,
		`
${join(source, lanes)}
if (lane == 0u) {
${storeMoments(kernel, 'g', 'mean', 'square')}
}`
	);
}

/** `mean` and `square` in lane 0, pair by pair with Chan's formula: one walk through the workgroup's memory. */
function joinPairs(source: Source, lanes: Lanes): string {
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
${slicesInTurn(lanes)} {
join(lane, ${sliceRows}, get_partial(row_partial(2u * s), g), get_partial(row_partial(2u * s + 1u), g));
}
for (var half = ${count / 2}u; half > 0u; half /= 2u) {
workgroupBarrier();
if (lane < half) { join(lane, counts[lane + half], means[lane + half], squares[lane + half]); }
}
let mean = means[lane]; let square = squares[lane];`;
}

/** `mean` and `square` by two sums, the second around the mean that the first gives to every lane. */
function joinAroundMean(source: Source, lanes: Lanes): string {
	withLaneSums(source, ['mean', 'square'], lanes);
	const turns = slicesInTurn(lanes);
	return `
var mean = vec4f(); var square = vec4f();
${turns} { mean += get_partial(row_partial(2u * s), g) * (${sliceRows} / f32(shape.rows)); }
${laneSums(['mean'], lanes)}
${turns} {
let d = get_partial(row_partial(2u * s), g) - mean;
square += get_partial(row_partial(2u * s + 1u), g) + d * d * ${sliceRows};
}
${laneSums(['square'], lanes)}`;
}

export function joinSums(kernel: JoinSumsKernel, _: Tile, features: Features): Program {
	const { channels, slices } = kernel;
	if (areFew(slices, features)) return joinFewSums(kernel);
	const lanes = lanesFor(features);
	return withLaneSums(sumsSource(kernel), ['bias', 'weight'], lanes).groups(
		quads(channels),
		lanes.lanes,
		`
var bias = vec4f(); var weight = vec4f();
${slicesInTurn(lanes)} {
bias += get_partial(row_partial(2u * s), g); weight += get_partial(row_partial(2u * s + 1u), g);
}
${laneSums(['bias', 'weight'], lanes)}
if (lane == 0u) {
${storeSums('g', 'weight', 'bias')}
}`
	);
}
