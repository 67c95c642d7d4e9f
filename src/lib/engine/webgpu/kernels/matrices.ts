/** The small matrices of squeeze-and-excitation and of the classifier. One workgroup per image holds a hidden row. */
import type { GateGradientKernel, GateKernel, MatrixGradientKernel } from '../../plan/kernel';
import { Source, type Program } from './source';

const LANES = 64;
const silu = `
fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }
fn silu(x: f32) -> f32 { return x * sigmoid(x); }
fn siluSlope(x: f32) -> f32 { let s = sigmoid(x); return s * (1.0 + x * (1.0 - s)); }`;

/** Workgroup memory for a hidden row, the same for many sizes of it. */
const row = (reduced: number) =>
	`var<workgroup> row: array<f32, ${2 ** Math.ceil(Math.log2(Math.max(reduced, LANES)))}>;`;

/** `body` for each index below a size, dealt to the lanes in turn. */
const dealt = (index: string, size: string, body: string) =>
	`for (var ${index} = lane; ${index} < ${size}; ${index} += ${LANES}u) {\n${body}\n}`;

const sum = (index: string, size: string, term: string) =>
	`for (var ${index} = 0u; ${index} < ${size}; ${index}++) { sum += ${term}; }`;

export function gate({ batch, channels, reduced }: GateKernel): Program {
	return new Source({ channels, reduced })
		.floats('squeezed', 'read', batch * channels)
		.floats('reduceWeight', 'read', channels * reduced)
		.floats('reduceBias', 'read', reduced)
		.floats('expandWeight', 'read', reduced * channels)
		.floats('expandBias', 'read', channels)
		.floats('hidden', 'read_write', batch * reduced)
		.floats('gate', 'read_write', batch * channels)
		.add(`${silu}\n${row(reduced)}`)
		.groups(
			batch,
			LANES,
			`
${dealt(
	'r',
	'shape.reduced',
	`var sum = reduceBias[r];
${sum('c', 'shape.channels', 'squeezed[g * shape.channels + c] * reduceWeight[c * shape.reduced + r]')}
hidden[g * shape.reduced + r] = sum;
row[r] = silu(sum);`
)}
workgroupBarrier();
${dealt(
	'c',
	'shape.channels',
	`var sum = expandBias[c];
${sum('r', 'shape.reduced', 'row[r] * expandWeight[r * shape.channels + c]')}
gate[g * shape.channels + c] = sigmoid(sum);`
)}`
		);
}

export function gateGradient({ batch, channels, reduced }: GateGradientKernel): Program {
	return new Source({ channels, reduced })
		.floats('dgate', 'read', batch * channels)
		.floats('hidden', 'read', batch * reduced)
		.floats('reduceWeight', 'read', channels * reduced)
		.floats('expandWeight', 'read', reduced * channels)
		.floats('dhidden', 'read_write', batch * reduced)
		.floats('dsqueezed', 'read_write', batch * channels)
		.add(`${silu}\n${row(reduced)}`)
		.groups(
			batch,
			LANES,
			`
${dealt(
	'r',
	'shape.reduced',
	`var sum = 0.0;
${sum('c', 'shape.channels', 'dgate[g * shape.channels + c] * expandWeight[r * shape.channels + c]')}
row[r] = sum * siluSlope(hidden[g * shape.reduced + r]);
dhidden[g * shape.reduced + r] = row[r];`
)}
workgroupBarrier();
${dealt(
	'c',
	'shape.channels',
	`var sum = 0.0;
${sum('r', 'shape.reduced', 'row[r] * reduceWeight[c * shape.reduced + r]')}
dsqueezed[g * shape.channels + c] = sum;`
)}`
		);
}

/** A thread per weight; the last `out` threads sum the bias. */
export function matrixGradient(kernel: MatrixGradientKernel): Program {
	const { rows, in: inner, out } = kernel;
	const left = 'left[n * shape.inner + i]';
	const right = 'right[n * shape.out + o]';
	return new Source({ rows, inner, out })
		.floats('left', 'read', rows * inner)
		.floats('right', 'read', rows * out)
		.floats('weightGradient', 'read_write', inner * out)
		.floats('biasGradient', 'read_write', out)
		.add(silu)
		.threads(
			(inner + 1) * out,
			`
let i = t / shape.out; let o = t % shape.out;
var sum = 0.0;
if (i == shape.inner) {
for (var n = 0u; n < shape.rows; n++) { sum += ${right}; }
biasGradient[o] = sum;
return;
}
for (var n = 0u; n < shape.rows; n++) { sum += ${kernel.silu ? `silu(${left})` : left} * ${right}; }
weightGradient[t] = sum;`
		);
}
