/** Softmax cross-entropy with soft, smoothed targets, and the step's row of numbers. */
import type { FinishKernel, LossKernel, SquaresKernel } from '../../plan/stepKernels';
import { SCALAR, scalarCount } from '../../plan/scalars';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { laneSums, withLaneSums } from './lanes';
import { Source, type Program } from './source';

/** One thread per image. An image is right where its largest logit has the largest target. */
export function loss({ batch, classes }: LossKernel): Program {
	const sizes = batch * classes;
	return new Source()
		.floats('logits', 'read', sizes)
		.floats('targets', 'read', sizes)
		.floats('scalars', 'read', scalarCount(0))
		.floats('dlogits', 'read_write', sizes)
		.floats('rows', 'read_write', 2 * batch)
		.threads(
			batch,
			`
let begin = t * ${classes}u;
var best = 0u; var wanted = 0u;
for (var c = 1u; c < ${classes}u; c++) {
if (logits[begin + c] > logits[begin + best]) { best = c; }
if (targets[begin + c] > targets[begin + wanted]) { wanted = c; }
}
let top = logits[begin + best];
var sum = 0.0;
for (var c = 0u; c < ${classes}u; c++) { sum += exp(logits[begin + c] - top); }
let logSum = log(sum);
let smoothing = scalars[${SCALAR.labelSmoothing}];
var loss = 0.0;
for (var c = 0u; c < ${classes}u; c++) {
let aim = (1.0 - smoothing) * targets[begin + c] + smoothing / ${classes}.0;
let logProbability = logits[begin + c] - top - logSum;
loss -= aim * logProbability;
dlogits[begin + c] = (exp(logProbability) - aim) / ${batch}.0;
}
rows[2u * t] = loss;
rows[2u * t + 1u] = select(0.0, 1.0, best == wanted);`
		);
}

export function squares({ size, slices }: SquaresKernel): Program {
	return new Source()
		.tensor('gradients', 'read', 1, size)
		.floats('partial', 'read_write', slices)
		.threads(
			slices,
			`
var sum = vec4f();
for (var i = t; i < ${size / 4}u; i += ${slices}u) { let v = gradients[i]; sum += v * v; }
partial[t] = sum.x + sum.y + sum.z + sum.w;`
		);
}

const LANES = 64;

export function finish({ slices, batch }: FinishKernel, _: Tile, features: Features): Program {
	const lanes = { lanes: LANES, type: 'vec3f', features } as const;
	const source = new Source()
		.floats('partial', 'read', slices)
		.floats('rows', 'read', 2 * batch)
		.floats('scalars', 'read', scalarCount(0))
		.floats('row', 'read_write', 4);
	return withLaneSums(source, ['sum'], lanes).groups(
		1,
		LANES,
		`
var sum = vec3f();
for (var i = lane; i < ${slices}u; i += ${LANES}u) { sum.z += partial[i]; }
for (var n = lane; n < ${batch}u; n += ${LANES}u) { sum += vec3f(rows[2u * n], rows[2u * n + 1u], 0.0); }
${laneSums(['sum'], lanes)}
if (lane == 0u) {
let norm = sqrt(sum.z);
let limit = scalars[${SCALAR.clipNorm}];
row[0] = sum.x / ${batch}.0;
row[1] = sum.y;
row[2] = norm;
row[3] = select(1.0, limit / norm, limit > 0.0 && norm > limit);
}`
	);
}
