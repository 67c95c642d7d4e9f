/** The small matrices of squeeze-and-excitation and of the classifier. One workgroup per image holds a hidden row. */
import type { GateGradientKernel, GateKernel, MatrixGradientKernel } from '../../plan/kernel';
import { Source, type Program } from './source';

const LANES = 64;
const silu = `
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
fn silu(x: f32) -> f32 { return x * sigmoid(x); }
fn siluSlope(x: f32) -> f32 { let s = sigmoid(x); return s * (1.0 + x * (1.0 - s)); }`;

export function gate({ batch, channels, reduced }: GateKernel): Program {
	return new Source()
		.floats('squeezed', 'read', batch * channels)
		.floats('reduceWeight', 'read', channels * reduced)
		.floats('reduceBias', 'read', reduced)
		.floats('expandWeight', 'read', reduced * channels)
		.floats('expandBias', 'read', channels)
		.floats('hidden', 'read_write', batch * reduced)
		.floats('gate', 'read_write', batch * channels)
		.add(`${silu}\nvar<workgroup> row: array<f32, ${reduced}>;`)
		.groups(
			batch,
			LANES,
			`
for (var r = lane; r < ${reduced}u; r += ${LANES}u) {
var sum = reduceBias[r];
for (var c = 0u; c < ${channels}u; c++) { sum += squeezed[g * ${channels}u + c] * reduceWeight[c * ${reduced}u + r]; }
hidden[g * ${reduced}u + r] = sum;
row[r] = silu(sum);
}
workgroupBarrier();
for (var c = lane; c < ${channels}u; c += ${LANES}u) {
var sum = expandBias[c];
for (var r = 0u; r < ${reduced}u; r++) { sum += row[r] * expandWeight[r * ${channels}u + c]; }
gate[g * ${channels}u + c] = sigmoid(sum);
}`
		);
}

export function gateGradient({ batch, channels, reduced }: GateGradientKernel): Program {
	return new Source()
		.floats('dgate', 'read', batch * channels)
		.floats('hidden', 'read', batch * reduced)
		.floats('reduceWeight', 'read', channels * reduced)
		.floats('expandWeight', 'read', reduced * channels)
		.floats('dhidden', 'read_write', batch * reduced)
		.floats('dsqueezed', 'read_write', batch * channels)
		.add(`${silu}\nvar<workgroup> row: array<f32, ${reduced}>;`)
		.groups(
			batch,
			LANES,
			`
for (var r = lane; r < ${reduced}u; r += ${LANES}u) {
var sum = 0.0;
for (var c = 0u; c < ${channels}u; c++) { sum += dgate[g * ${channels}u + c] * expandWeight[r * ${channels}u + c]; }
row[r] = sum * siluSlope(hidden[g * ${reduced}u + r]);
dhidden[g * ${reduced}u + r] = row[r];
}
workgroupBarrier();
for (var c = lane; c < ${channels}u; c += ${LANES}u) {
var sum = 0.0;
for (var r = 0u; r < ${reduced}u; r++) { sum += row[r] * reduceWeight[c * ${reduced}u + r]; }
dsqueezed[g * ${channels}u + c] = sum;
}`
		);
}

/** A thread per weight; the last `out` threads sum the bias. */
export function matrixGradient(kernel: MatrixGradientKernel): Program {
	const { rows, in: inner, out } = kernel;
	const left = `left[n * ${inner}u + i]`;
	return new Source()
		.floats('left', 'read', rows * inner)
		.floats('right', 'read', rows * out)
		.floats('weightGradient', 'read_write', inner * out)
		.floats('biasGradient', 'read_write', out)
		.add(silu)
		.threads(
			(inner + 1) * out,
			`
let i = t / ${out}u; let o = t % ${out}u;
var sum = 0.0;
if (i == ${inner}u) {
for (var n = 0u; n < ${rows}u; n++) { sum += right[n * ${out}u + o]; }
biasGradient[o] = sum;
return;
}
for (var n = 0u; n < ${rows}u; n++) { sum += ${kernel.silu ? `silu(${left})` : left} * right[n * ${out}u + o]; }
weightGradient[t] = sum;`
		);
}
