/**
 * Gradient of a dense convolution's weight as GEMM over pixels: a thread has a row of taps, and for each a tile of input
 * by output channels, and runs through the pixels of its slice of the batch, a few neighbours at a time. What the taps of
 * a row see overlaps, so an input pixel is loaded once for all of them. Slices are joined by a second kernel in a fixed
 * order, so the same step gives the same bits.
 */
import type { ConvFilterGradientKernel } from '../../plan/kernel';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { each, halvesOf, list, quads, Source, type Program } from './source';
import { columnsOf, handedRound } from './tileText';

/** Pixels whose products are summed in one expression. */
const RUN = 4;

/** What a thread sums. */
interface Block {
	/** Quads of input channels. */
	readonly tall: number;
	/** Quads of output channels. */
	readonly wide: number;
	/** Pixels at a time. */
	readonly run: number;
	/** Columns of the input that those pixels and a row of taps meet. */
	readonly columns: number;
	/** A quad of threads with the same input channels shares their loads. */
	readonly quad: boolean;
}

export function convFilterGradient(
	kernel: ConvFilterGradientKernel,
	wanted: Tile,
	features: Features
): Program {
	const { batch, inSide, outSide, kernel: size, stride, in: inner, out, splits } = kernel;
	const tall = Math.min(Math.max(1, wanted.rows / 4), quads(inner));
	const wide = Math.min(wanted.quads, quads(out));
	const run = Math.min(RUN, outSide ** (isPointwise(kernel) ? 2 : 1));
	const quad = wanted.sharing === 'quad';
	const block = { tall, wide, run, columns: (run - 1) * stride + size, quad };
	const across = columnsOf(quads(out), wide, quad);
	const down = Math.ceil(quads(inner) / tall);
	const source = new Source(null, halvesOf(kernel, features))
		.tensor('x', 'read', batch * inSide ** 2, inner)
		.tensor('dy', 'read', batch * outSide ** 2, out)
		.tensor('partial', 'read_write', splits * size ** 2 * inner, out);
	if (!isPointwise(kernel)) source.add(pixelInLine(kernel));
	return (quad ? source.quadOperations() : source).threads(
		splits * size * down * across,
		`
let o0 = min((t % ${across}u) * ${wide}u, ${quads(out) - wide}u);
let i0 = min(((t / ${across}u) % ${down}u) * ${tall}u, ${quads(inner) - tall}u);
let tapRow = (t / ${across * down}u) % ${size}u;
let split = t / ${across * down * size}u;
${eachSum(kernel, block, (kx, c, j) => `var acc${kx}_${c}_${j} = vec4f();`)}
${isPointwise(kernel) ? pointwise(kernel, block) : windows(kernel, block)}
let begin = (split * ${size}u + tapRow) * ${size * inner}u + 4u * i0;
${each(size, (kx) => each(4 * tall, (c) => store(kernel, block, kx, c)))}`
	);
}

const isPointwise = ({ kernel, stride }: ConvFilterGradientKernel) => kernel === 1 && stride === 1;

function eachSum(
	{ kernel: size }: ConvFilterGradientKernel,
	{ tall, wide }: Block,
	line: (kx: number, c: number, j: number) => string
): string {
	return each(size, (kx) => each(4 * tall, (c) => each(wide, (j) => line(kx, c, j))));
}

/** Pixels of both images are the same: a slice is one run of them, whatever row they stand in. */
function pointwise(kernel: ConvFilterGradientKernel, block: Block): string {
	const { batch, outSide, splits } = kernel;
	const { run } = block;
	const pixels = batch * outSide ** 2;
	const perSplit = Math.ceil((batch * outSide) / splits) * outSide;
	const ragged = perSplit % run !== 0 || pixels % run !== 0;
	const at = (u: string) => (ragged ? `min(p + ${u}, ${pixels - 1}u)` : `p + ${u}`);
	const inside = (u: string) => (ragged ? ` * f32(p + ${u} < end)` : '');
	const x = (u: string, i: string) => `get_x(row_x(${at(u)}), i0 + ${i})`;
	const dy = (u: number, j: number) => `get_dy(row_dy(${at(`${u}u`)}), o0 + ${j}u)${inside(`${u}u`)}`;
	return `
let end = min((split + 1u) * ${perSplit}u, ${pixels}u);
for (var p = split * ${perSplit}u; p < end; p += ${run}u) {
${loads(block, x, dy)}
${sums(kernel, block)}
}`;
}

/** Through the rows of the slice whose input row lies inside the image. */
function windows(kernel: ConvFilterGradientKernel, block: Block): string {
	const { batch, inSide, outSide, stride, pad, splits } = kernel;
	const { run } = block;
	const rows = batch * outSide;
	const perSplit = Math.ceil(rows / splits);
	const ragged = outSide % run !== 0;
	const x = (u: string, i: string) => `pixel(line, i32(ox * ${stride}u + ${u}) - ${pad}, i0 + ${i})`;
	const at = (u: number) => (ragged ? `min(ox + ${u}u, ${outSide - 1}u)` : `ox + ${u}u`);
	const inside = (u: number) => (ragged ? ` * f32(ox + ${u}u < ${outSide}u)` : '');
	const dy = (u: number, j: number) => `get_dy(row_dy(r * ${outSide}u + ${at(u)}), o0 + ${j}u)${inside(u)}`;
	return `
for (var r = split * ${perSplit}u; r < min((split + 1u) * ${perSplit}u, ${rows}u); r++) {
let iy = i32(r % ${outSide}u) * ${stride} + i32(tapRow) - ${pad};
if (u32(iy) >= ${inSide}u) { continue; }
let line = (i32(r / ${outSide}u) * ${inSide} + iy) * ${inSide};
for (var ox = 0u; ox < ${outSide}u; ox += ${run}u) {
${loads(block, x, dy)}
${sums(kernel, block)}
} }`;
}

/** A quad of an input pixel, zero outside of its line. */
const pixelInLine = ({ inSide }: ConvFilterGradientKernel) => `
fn pixel(line: i32, x: i32, q: u32) -> vec4f {
return get_x(row_x(u32(line + clamp(x, 0, ${inSide - 1}))), q) * f32(u32(x) < ${inSide}u);
}`;

/** `a` are quads of x at each column, `b` of dy at each pixel. */
function loads(
	{ tall, wide, run, columns, quad }: Block,
	x: (u: string, i: string) => string,
	dy: (u: number, j: number) => string
): string {
	const all = columns * tall;
	const own = Math.ceil(all / 4);
	const slot = (g: number) => `let s${g} = min((lane & 3u) * ${own}u + ${g}u, ${all - 1}u);
let m${g} = ${x(`s${g} / ${tall}u`, `s${g} % ${tall}u`)};`;
	const shared = (s: number) => handedRound(`m${s % own}`, Math.floor(s / own));
	const a = (u: number, i: number) => (quad ? shared(u * tall + i) : x(`${u}u`, `${i}u`));
	return `${quad ? each(own, slot) : ''}
${each(columns, (u) => each(tall, (i) => `let a${u}_${i} = ${a(u, i)};`))}
${each(run, (u) => each(wide, (j) => `let b${u}_${j} = ${dy(u, j)};`))}`;
}

function sums(kernel: ConvFilterGradientKernel, block: Block): string {
	return eachSum(kernel, block, (kx, c, j) => {
		const x = (u: number) => `a${u * kernel.stride + kx}_${Math.floor(c / 4)}[${c % 4}]`;
		return `acc${kx}_${c}_${j} += ${list(block.run, (u) => `${x(u)} * b${u}_${j}`, ' + ')};`;
	});
}

function store({ in: inner }: ConvFilterGradientKernel, { wide }: Block, kx: number, c: number): string {
	const puts = each(wide, (j) => `put_partial(w, o0 + ${j}u, acc${kx}_${c}_${j});`);
	return `if (4u * i0 + ${c}u < ${inner}u) { let w = row_partial(begin + ${kx * inner + c}u); ${puts} }`;
}
