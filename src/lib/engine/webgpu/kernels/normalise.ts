/** Batch norm's element-wise halves: x̂ and SiLU's slope are recomputed on the way back, never stored. */
import type { NormaliseGradientKernel, NormaliseKernel, NormaliseSumsKernel } from '../../plan/kernel';
import { activation, quads, Source, type Program } from './source';

type Normalisation = NormaliseKernel | NormaliseSumsKernel | NormaliseGradientKernel;

/** Pixels that one thread takes in turn, so that a channel's constants load once for all of them. */
const RUN = 8;

/** `affine` and its gradient are two runs of channels `affineStride` apart. */
function pair(name: string, channels: number, stride: number): string {
	const quad = (from: number) =>
		`vec4f(${[0, 1, 2, 3].map((i) => `${name}[${from}u + min(4u * q + ${i}u, ${channels - 1}u)]`).join(', ')})`;
	return `fn first_${name}(q: u32) -> vec4f { return ${quad(0)}; }
fn second_${name}(q: u32) -> vec4f { return ${quad(stride)}; }`;
}

export function normalisationBindings(source: Source, kernel: Normalisation): void {
	const { rows, channels, affineStride, masked, batch } = kernel;
	source
		.tensor('x', 'read', rows, channels)
		.tensor('moments', 'read', 2, channels)
		.floats('affine', 'read', affineStride + channels);
	if (masked) source.floats('mask', 'read', batch);
}

/** A channel's constants, and `slope`: the gradient before the activation, of dy at row r. */
export function normalisationText({
	rows,
	batch,
	channels,
	affineStride,
	silu,
	masked
}: Normalisation): string {
	const arrived = masked ? `dy * mask[r / ${rows / batch}u]` : 'dy';
	const slope = silu ? 'arrived * siluSlope(hat * c.weight + c.bias)' : 'arrived';
	return `${activation}
${pair('affine', channels, affineStride)}
struct Constants { mean: vec4f, inverse: vec4f, weight: vec4f, bias: vec4f }
fn constants(q: u32) -> Constants {
return Constants(get_moments(row_moments(0u), q), get_moments(row_moments(1u), q), first_affine(q), second_affine(q));
}
fn slope(c: Constants, hat: vec4f, dy: vec4f, r: u32) -> vec4f { let arrived = ${arrived}; return ${slope}; }`;
}

function rowsInTurn(rows: number, channels: number, body: string): { threads: number; text: string } {
	const strips = Math.ceil(rows / RUN);
	return {
		threads: strips * quads(channels),
		text: `
let q = t % ${quads(channels)}u; let r0 = (t / ${quads(channels)}u) * ${RUN}u;
let c = constants(q);
for (var r = r0; r < min(r0 + ${RUN}u, ${rows}u); r++) {
${body}
}`
	};
}

export function normalise(kernel: NormaliseKernel): Program {
	const { rows, batch, channels, silu, skip, masked } = kernel;
	const source = new Source();
	normalisationBindings(source, kernel);
	if (skip) source.tensor('skip', 'read', rows, channels);
	source.tensor('y', 'read_write', rows, channels).add(normalisationText(kernel));
	let value = '((get_x(row_x(r), q) - c.mean) * c.inverse * c.weight + c.bias)';
	if (silu) value = `silu(${value})`;
	if (masked) value = `${value} * mask[r / ${rows / batch}u]`;
	if (skip) value = `${value} + get_skip(row_skip(r), q)`;
	const { threads, text } = rowsInTurn(rows, channels, `put_y(row_y(r), q, ${value});`);
	return source.threads(threads, text);
}

/** The batch's mean and variance move with x, which takes two projections out: mean(dz) and x̂·mean(dz·x̂). */
export function normaliseGradient(kernel: NormaliseGradientKernel): Program {
	const { rows, channels, affineStride } = kernel;
	const source = new Source().tensor('dy', 'read', rows, channels);
	normalisationBindings(source, kernel);
	source
		.floats('affineGradient', 'read', affineStride + channels)
		.tensor('dx', 'read_write', rows, channels)
		.add(normalisationText(kernel))
		.add(pair('affineGradient', channels, affineStride));
	const { threads, text } = rowsInTurn(
		rows,
		channels,
		`
let hat = (get_x(row_x(r), q) - c.mean) * c.inverse;
let dz = slope(c, hat, get_dy(row_dy(r), q), r);
put_dx(row_dx(r), q, scale * (dz - meanBias - hat * meanWeight));`
	);
	const constants = `let c = constants(q);
let scale = c.weight * c.inverse;
let meanWeight = first_affineGradient(q) / ${rows}.0; let meanBias = second_affineGradient(q) / ${rows}.0;`;
	return source.threads(threads, text.replace('let c = constants(q);', constants));
}
