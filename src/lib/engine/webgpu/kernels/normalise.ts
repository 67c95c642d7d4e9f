/** Batch norm's element-wise halves: x̂ and SiLU's slope are recomputed on the way back, never stored. */
import type { NormaliseGradientKernel, NormaliseKernel, NormaliseSumsKernel } from '../../plan/kernel';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { activation, halvesOf, list, quads, Source, type Program, type Shape } from './source';

type Normalisation = NormaliseKernel | NormaliseSumsKernel | NormaliseGradientKernel;

/** Pixels that one thread takes in turn: a channel's constants load once for all of them, on a processor at a high price. */
const RUN = { gpu: 8, software: 32 };

/** Sizes, as the shader reads them. */
export function normalisationShape({ rows, batch, channels, affineStride }: Normalisation): Shape {
	return { channels, quads: quads(channels), rows, affineStride, imageRows: rows / batch };
}

/** `affine` and its gradient are two runs of channels `shape.affineStride` apart. */
function pair(name: string, channels: number): string {
	const index = (i: number) => `4u * q + ${i}u`;
	const at = (i: number) => (channels % 4 === 0 ? index(i) : `min(${index(i)}, shape.channels - 1u)`);
	return `fn first_${name}(q: u32) -> vec4f { return vec4f(${list(4, (i) => `${name}[${at(i)}]`)}); }
fn second_${name}(q: u32) -> vec4f { return vec4f(${list(4, (i) => `${name}[shape.affineStride + ${at(i)}]`)}); }`;
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
export function normalisationText({ channels, silu, masked }: Normalisation): string {
	const arrived = masked ? `dy * mask[r / shape.imageRows]` : 'dy';
	const slope = silu ? 'arrived * siluSlope(hat * c.weight + c.bias)' : 'arrived';
	return `${activation}
${pair('affine', channels)}
struct Constants { mean: vec4f, inverse: vec4f, weight: vec4f, bias: vec4f }
fn constants(q: u32) -> Constants {
return Constants(get_moments(row_moments(0u), q), get_moments(row_moments(1u), q), first_affine(q), second_affine(q));
}
fn slope(c: Constants, hat: vec4f, dy: vec4f, r: u32) -> vec4f { let arrived = ${arrived}; return ${slope}; }`;
}

/** `body` for each row that the thread takes, after `before`. */
function rowsInTurn(
	source: Source,
	{ rows, channels }: Normalisation,
	{ software }: Features,
	before: string,
	body: string
): Program {
	const run = software ? RUN.software : RUN.gpu;
	return source.threads(
		Math.ceil(rows / run) * quads(channels),
		`
let q = t % shape.quads; let r0 = (t / shape.quads) * ${run}u;
let c = constants(q);
${before}
for (var r = r0; r < min(r0 + ${run}u, shape.rows); r++) {
${body}
}`
	);
}

export function normalise(kernel: NormaliseKernel, _: Tile, features: Features): Program {
	const { rows, channels, silu, skip, masked } = kernel;
	const source = new Source(normalisationShape(kernel), halvesOf(kernel, features));
	normalisationBindings(source, kernel);
	if (skip) source.tensor('skip', 'read', rows, channels);
	source.tensor('y', 'read_write', rows, channels).add(normalisationText(kernel));
	let value = '((get_x(row_x(r), q) - c.mean) * c.inverse * c.weight + c.bias)';
	if (silu) value = `silu(${value})`;
	if (masked) value = `${value} * mask[r / shape.imageRows]`;
	if (skip) value = `${value} + get_skip(row_skip(r), q)`;
	return rowsInTurn(source, kernel, features, '', `put_y(row_y(r), q, ${value});`);
}

/** The batch's mean and variance move with x, which takes two projections out: mean(dz) and x̂·mean(dz·x̂). */
export function normaliseGradient(kernel: NormaliseGradientKernel, _: Tile, features: Features): Program {
	const { rows, channels, affineStride } = kernel;
	const source = new Source(normalisationShape(kernel), halvesOf(kernel, features)).tensor(
		'dy',
		'read',
		rows,
		channels
	);
	normalisationBindings(source, kernel);
	source
		.floats('affineGradient', 'read', affineStride + channels)
		.tensor('dx', 'read_write', rows, channels)
		.add(normalisationText(kernel))
		.add(pair('affineGradient', channels));
	return rowsInTurn(
		source,
		kernel,
		features,
		`let scale = c.weight * c.inverse; let count = f32(shape.rows);
let meanWeight = first_affineGradient(q) / count; let meanBias = second_affineGradient(q) / count;`,
		`let hat = (get_x(row_x(r), q) - c.mean) * c.inverse;
let dz = slope(c, hat, get_dy(row_dy(r), q), r);
put_dx(row_dx(r), q, scale * (dz - meanBias - hat * meanWeight));`
	);
}
