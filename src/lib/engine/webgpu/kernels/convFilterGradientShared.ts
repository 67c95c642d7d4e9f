/**
 * Gradient of a dense convolution's weight with workgroup memory: a workgroup has one tap, copies what a few pixels have
 * at that tap and their gradients, and each thread multiplies a tile of input by output channels out of the copies.
 */
import type { ConvFilterGradientKernel } from '../../plan/kernel';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { copies, powerOfTwo, slabText } from './group';
import { each, halvesOf, list, quads, Source, type Program } from './source';

/** Pixels of a slab. */
const PIXELS = 16;
const MOST_SIDE = 8;

interface Block {
	/** Quads of input and of output channels of one thread. */
	readonly tall: number;
	readonly wide: number;
	/** Threads along output channels, and along input channels. */
	readonly across: number;
	readonly down: number;
}

export function convFilterGradientShared(
	kernel: ConvFilterGradientKernel,
	tile: Tile,
	features: Features
): Program {
	const { kernel: size, in: inner, out, splits, pad } = kernel;
	const tall = Math.min(Math.max(1, tile.rows / 4), quads(inner));
	const wide = Math.min(tile.quads, quads(out));
	const across = powerOfTwo(quads(out) / wide, MOST_SIDE);
	const down = powerOfTwo(quads(inner) / tall, MOST_SIDE);
	const block = { tall, wide, across, down };
	const [rows, columns] = [Math.ceil(quads(inner) / (down * tall)), Math.ceil(quads(out) / (across * wide))];
	const body = `
let column = lane % ${across}u; let line = lane / ${across}u;
let o0 = (g % ${columns}u) * ${across * wide}u;
let i0 = ((g / ${columns}u) % ${rows}u) * ${down * tall}u;
let tap = (g / ${rows * columns}u) % ${size ** 2}u;
let split = g / ${rows * columns * size ** 2}u;
let ky = i32(tap / ${size}u) - ${pad}; let kx = i32(tap % ${size}u) - ${pad};
${eachSum(block, (c, j) => `var acc${c}_${j} = vec4f();`)}
${slabs(kernel, block)}
let first = i0 + line * ${tall}u;
let begin = (split * ${size ** 2}u + tap) * ${inner}u + 4u * first;
${each(4 * tall, (c) => store(kernel, block, c))}`;
	return sourceOf(kernel, features)
		.add(slabText(PIXELS * down * tall, PIXELS * across * wide))
		.groups(splits * size ** 2 * rows * columns, across * down, body);
}

function eachSum({ tall, wide }: Block, line: (c: number, j: number) => string): string {
	return each(4 * tall, (c) => each(wide, (j) => line(c, j)));
}

function sourceOf(kernel: ConvFilterGradientKernel, features: Features): Source {
	const { batch, inSide, outSide, kernel: size, stride, in: inner, out, splits } = kernel;
	return new Source(null, halvesOf(kernel, features))
		.tensor('x', 'read', batch * inSide ** 2, inner)
		.tensor('dy', 'read', batch * outSide ** 2, out)
		.tensor('partial', 'read_write', splits * size ** 2 * inner, out).add(`
fn seen(p: u32, ky: i32, kx: i32, q: u32) -> vec4f {
let y = i32((p / ${outSide}u) % ${outSide}u) * ${stride} + ky;
let x = i32(p % ${outSide}u) * ${stride} + kx;
let at = (i32(p / ${outSide ** 2}u) * ${inSide} + y) * ${inSide} + x;
return get_x(row_x(u32(clamp(at, 0, ${batch * inSide ** 2 - 1}))), q) * f32((u32(y) < ${inSide}u) & (u32(x) < ${inSide}u));
}`);
}

/** Through the pixels of the slice; those past its end count nothing. */
function slabs(kernel: ConvFilterGradientKernel, block: Block): string {
	const { batch, outSide, in: inner, out, splits } = kernel;
	const { tall, wide, across, down } = block;
	const [allIn, allOut] = [down * tall, across * wide];
	const pixels = batch * outSide ** 2;
	const perSplit = Math.ceil((batch * outSide) / splits) * outSide;
	const p = (at: string, all: number) => `min(p0 + ${at} / ${all}u, ${pixels - 1}u)`;
	const loadX = (at: string) =>
		`slabA[${at}] = seen(${p(at, allIn)}, ky, kx, min(i0 + ${at} % ${allIn}u, ${quads(inner) - 1}u));`;
	const loadDy = (at: string) =>
		`slabB[${at}] = get_dy(row_dy(${p(at, allOut)}), min(o0 + ${at} % ${allOut}u, ${quads(out) - 1}u)) * f32(p0 + ${at} / ${allOut}u < end);`;
	const sum = (c: number, j: number) => `acc${c}_${j} += a${Math.floor(c / 4)}[${c % 4}] * b${j};`;
	return `
let end = min((split + 1u) * ${perSplit}u, ${pixels}u);
for (var p0 = split * ${perSplit}u; p0 < end; p0 += ${PIXELS}u) {
${copies(PIXELS * allIn, loadX, across * down)}
${copies(PIXELS * allOut, loadDy, across * down)}
workgroupBarrier();
for (var p = 0u; p < ${PIXELS}u; p++) {
${each(tall, (i) => `let a${i} = slabA[p * ${allIn}u + line * ${tall}u + ${i}u];`)}
${each(wide, (j) => `let b${j} = slabB[p * ${allOut}u + column + ${j * across}u];`)}
${eachSum(block, sum)}
}
workgroupBarrier();
}`;
}

function store(kernel: ConvFilterGradientKernel, { wide, across }: Block, c: number): string {
	const { in: inner, out } = kernel;
	const puts = list(
		wide,
		(j) => {
			const quad = `o0 + column + ${j * across}u`;
			return `if (${quad} < ${quads(out)}u) { put_partial(w, ${quad}, acc${c}_${j}); }`;
		},
		'\n'
	);
	return `if (4u * first + ${c}u < ${inner}u) { let w = row_partial(begin + ${c}u); ${puts} }`;
}
