/** One thread updates four parameters with everything that belongs to them: slots, decay, clipping, average. */
import type { FoldKernel, StatisticsKernel, UpdateKernel } from '../../plan/stepKernels';
import { ALIGNMENT } from '../../plan/flatLayout';
import { SCALAR, scalarCount } from '../../plan/scalars';
import { quads, Source, type Program } from './source';

const number = (value: number) => (Number.isInteger(value) ? `${value}.0` : `${value}`);

/** Equations: `OptimizerSpec` in executor.ts. `g` is the clipped gradient, `p` the parameters, `wd` the decay where it applies. */
function equations(kernel: UpdateKernel): string {
	switch (kernel.optimizer) {
		case 'sgd':
			return `g += wd * p;
let v = ${number(kernel.momentum)} * momentum[t] + g;
momentum[t] = v;
p -= lr * (g + ${number(kernel.momentum)} * v);`;
		case 'rmsprop':
			return `g += wd * p;
let s = ${number(kernel.decay)} * square[t] + ${number(1 - kernel.decay)} * g * g;
let v = ${number(kernel.momentum)} * momentum[t] + lr * g / sqrt(s + ${number(kernel.epsilon)});
square[t] = s; momentum[t] = v;
p -= v;`;
		case 'adamw':
			return `let m = ${number(kernel.beta1)} * momentum[t] + ${number(1 - kernel.beta1)} * g;
let s = ${number(kernel.beta2)} * square[t] + ${number(1 - kernel.beta2)} * g * g;
momentum[t] = m; square[t] = s;
let root = sqrt(s / scalars[${SCALAR.correction2}]) + ${number(kernel.epsilon)};
p = p * (1.0 - lr * wd) - lr * (m / scalars[${SCALAR.correction1}]) / root;`;
	}
}

const average = (name: string) =>
	`let keep = scalars[${SCALAR.emaDecay}]; ema[t] = keep * ema[t] + (1.0 - keep) * ${name};`;

export function update(kernel: UpdateKernel): Program {
	const { size, ema } = kernel;
	const source = new Source()
		.tensor('gradients', 'read', 1, size)
		.floats('decay', 'read', Math.ceil(size / ALIGNMENT))
		.floats('scalars', 'read', scalarCount(0))
		.floats('row', 'read', 4)
		.tensor('parameters', 'read_write', 1, size)
		.tensor('momentum', 'read_write', 1, size);
	if (kernel.optimizer !== 'sgd') source.tensor('square', 'read_write', 1, size);
	if (ema) source.tensor('ema', 'read_write', 1, size);
	return source.threads(
		size / 4,
		`
let lr = scalars[${SCALAR.learningRate}];
let wd = scalars[${SCALAR.weightDecay}] * decay[t / ${ALIGNMENT / 4}u];
var p = parameters[t];
var g = gradients[t] * row[3];
${equations(kernel)}
parameters[t] = p;
${ema ? average('p') : ''}`
	);
}

export function statistics({ size, momentum, ema }: StatisticsKernel): Program {
	const source = new Source()
		.tensor('batchStatistics', 'read', 1, size)
		.floats('scalars', 'read', scalarCount(0))
		.tensor('statistics', 'read_write', 1, size);
	if (ema) source.tensor('ema', 'read_write', 1, size);
	return source.threads(
		size / 4,
		`
let s = ${number(momentum)} * statistics[t] + ${number(1 - momentum)} * batchStatistics[t];
statistics[t] = s;
${ema ? average('s') : ''}`
	);
}

/** A thread per quad of the weight; those of the first row also make the bias. */
export function fold(kernel: FoldKernel): Program {
	const { rows, channels, epsilon, affineStride, statisticsStride } = kernel;
	const four = (name: string, from: number) =>
		`vec4f(${[0, 1, 2, 3].map((i) => `${name}[${from}u + min(4u * q + ${i}u, ${channels - 1}u)]`).join(', ')})`;
	return new Source()
		.tensor('weight', 'read', rows, channels)
		.floats('affine', 'read', affineStride + channels)
		.floats('statistics', 'read', statisticsStride + channels)
		.tensor('foldedWeight', 'read_write', rows, channels)
		.tensor('foldedBias', 'read_write', 1, channels)
		.threads(
			rows * quads(channels),
			`
let q = t % ${quads(channels)}u; let r = t / ${quads(channels)}u;
let scale = ${four('affine', 0)} * inverseSqrt(${four('statistics', statisticsStride)} + ${number(epsilon)});
put_foldedWeight(row_foldedWeight(r), q, get_weight(row_weight(r), q) * scale);
if (r == 0u) { put_foldedBias(0u, q, ${four('affine', affineStride)} - ${four('statistics', 0)} * scale); }`
		);
}
