/**
 * Gradient of a dense convolution's weight as GEMM over pixels: a thread keeps a tile of input by output channels of one
 * tap and runs through the rows of its slice of the batch. Slices are joined by a second kernel in a fixed order, so the
 * same step gives the same bits.
 */
import type { ConvFilterGradientKernel } from '../../plan/kernel';
import type { Tile } from '../tile';
import { each, quads, Source, type Program } from './source';

export function convFilterGradient(kernel: ConvFilterGradientKernel, wanted: Tile): Program {
	const { batch, inSide, outSide, kernel: size, in: inner, out, splits } = kernel;
	const tall = Math.min(Math.max(1, wanted.rows / 4), quads(inner));
	const wide = Math.min(wanted.quads, quads(out));
	const [down, across] = [Math.ceil(quads(inner) / tall), Math.ceil(quads(out) / wide)];
	const tile = { tall, wide };
	return new Source()
		.tensor('x', 'read', batch * inSide ** 2, inner)
		.tensor('dy', 'read', batch * outSide ** 2, out)
		.tensor('partial', 'read_write', splits * size ** 2 * inner, out)
		.threads(
			splits * size ** 2 * down * across,
			`
let o0 = min((t % ${across}u) * ${wide}u, ${quads(out) - wide}u);
let i0 = min(((t / ${across}u) % ${down}u) * ${tall}u, ${quads(inner) - tall}u);
let tap = (t / ${across * down}u) % ${size ** 2}u;
let split = t / ${across * down * size ** 2}u;
${each(4 * tall, (c) => each(wide, (j) => `var acc${c}_${j} = vec4f();`))}
${sums(kernel, tile)}
let begin = (split * ${size ** 2}u + tap) * ${inner}u + 4u * i0;
${each(4 * tall, (c) => store(kernel, tile, c))}`
		);
}

interface Tall {
	/** Quads of input channels. */
	readonly tall: number;
	/** Quads of output channels. */
	readonly wide: number;
}

/** Through the rows of the slice, and in each through the columns whose input pixel lies inside the image. */
function sums(kernel: ConvFilterGradientKernel, { tall, wide }: Tall): string {
	const { batch, inSide, outSide, kernel: size, stride, pad, splits } = kernel;
	const rows = batch * outSide;
	const perSplit = Math.ceil(rows / splits);
	return `
let ky = i32(tap / ${size}u) - ${pad}; let kx = i32(tap % ${size}u) - ${pad};
let first = max(0, (${stride - 1} - kx) / ${stride});
let last = min(${outSide - 1}, (${inSide - 1 + stride} - kx) / ${stride} - 1);
for (var r = split * ${perSplit}u; r < min((split + 1u) * ${perSplit}u, ${rows}u); r++) {
let n = i32(r / ${outSide}u);
let iy = i32(r % ${outSide}u) * ${stride} + ky;
if (u32(iy) >= ${inSide}u) { continue; }
for (var ox = first; ox <= last; ox++) {
let xAt = row_x(u32((n * ${inSide} + iy) * ${inSide} + ox * ${stride} + kx));
let yAt = row_dy(r * ${outSide}u + u32(ox));
${each(tall, (i) => `let a${i} = get_x(xAt, i0 + ${i}u);`)}
${each(wide, (j) => `let b${j} = get_dy(yAt, o0 + ${j}u);`)}
${each(4 * tall, (c) => each(wide, (j) => `acc${c}_${j} += a${Math.floor(c / 4)}[${c % 4}] * b${j};`))}
} }`;
}

function store({ in: inner }: ConvFilterGradientKernel, { wide }: Tall, c: number): string {
	const puts = each(wide, (j) => `put_partial(w, o0 + ${j}u, acc${c}_${j});`);
	return `if (4u * i0 + ${c}u < ${inner}u) { let w = row_partial(begin + ${c}u); ${puts} }`;
}
