/**
 * Dense convolution as implicit GEMM: rows are pixels of the whole batch, columns output channels, and a thread keeps a
 * tile of both in registers.
 */
import type { ConvKernel } from '../../plan/kernel';
import type { Tile } from '../tile';
import { activation, each, quads, Source, type Program } from './source';
import { eachPlace, eachRow, gridOf, masked, type Grid } from './tileText';

export function conv(kernel: ConvKernel, tile: Tile): Program {
	const { batch, outSide, out } = kernel;
	const rows = batch * outSide ** 2;
	const grid = gridOf(rows, quads(out), tile);
	const body = `
${grid.firstQuad('t')}
let r0 = (t / ${grid.columns}u) * ${grid.tile.rows}u;
${eachRow(grid, (i) => pixel(kernel, i, rows))}
${eachPlace(grid, (i, j) => `var acc${i}_${j} = vec4f();`)}
${taps(kernel, eachRow(grid, (i) => place(kernel, i)) + products(kernel, grid))}
${eachPlace(grid, (i, j) => `if (r0 + ${i}u < ${rows}u) { ${store(kernel, i, j)} }`)}`;
	return bindings(kernel, rows).threads(grid.threads, body);
}

function bindings(kernel: ConvKernel, rows: number): Source {
	const { batch, inSide, in: inner, out } = kernel;
	const source = new Source()
		.tensor('x', 'read', batch * inSide ** 2, inner)
		.tensor('weight', 'read', kernel.kernel ** 2 * inner, out);
	if (kernel.bias) source.tensor('bias', 'read', 1, out);
	if (kernel.addend) source.tensor('addend', 'read', rows, out);
	source.tensor('y', 'read_write', rows, out);
	return kernel.silu ? source.add(activation) : source;
}

/** Neither window nor stride: rows of input and output are the same. */
const isPointwise = ({ kernel, stride }: ConvKernel) => kernel === 1 && stride === 1;

/** Image, row and column of the thread's pixel i; those past the end repeat the last. */
function pixel(kernel: ConvKernel, i: number, rows: number): string {
	const { outSide, stride, pad, inSide } = kernel;
	const p = `let p${i} = min(r0 + ${i}u, ${rows - 1}u);`;
	if (isPointwise(kernel)) return p;
	return `${p}
let y${i} = i32((p${i} / ${outSide}u) % ${outSide}u) * ${stride} - ${pad};
let x${i} = i32(p${i} % ${outSide}u) * ${stride} - ${pad};
let n${i} = i32(p${i} / ${outSide ** 2}u) * ${inSide};`;
}

/** `body` for each tap of the window, with `tap` the first row of its weights. */
function taps({ kernel, in: inner }: ConvKernel, body: string): string {
	if (kernel === 1) return `{ let tap = 0u; let ky = 0; let kx = 0;\n${body} }`;
	return `
for (var ky = 0; ky < ${kernel}; ky++) { for (var kx = 0; kx < ${kernel}; kx++) {
let tap = u32(ky * ${kernel} + kx) * ${inner}u;
${body}
} }`;
}

/** Where the pixel's input row begins for this tap, and whether it is inside the image. */
function place(kernel: ConvKernel, i: number): string {
	const { inSide } = kernel;
	if (isPointwise(kernel)) return `let at${i} = row_x(p${i});`;
	return `let iy${i} = y${i} + ky; let ix${i} = x${i} + kx;
let in${i} = f32((u32(iy${i}) < ${inSide}u) & (u32(ix${i}) < ${inSide}u));
let at${i} = row_x(u32(clamp((n${i} + iy${i}) * ${inSide} + ix${i}, 0, ${kernel.batch * inSide ** 2 - 1})));`;
}

function products(kernel: ConvKernel, grid: Grid): string {
	const { in: inner } = kernel;
	const guarded = !isPointwise(kernel);
	const component = (c: number) => {
		const row = inner % 4 === 0 ? `tap + 4u * k + ${c}u` : `tap + min(4u * k + ${c}u, ${inner - 1}u)`;
		return `{ let w = row_weight(${row});
${each(grid.tile.quads, (j) => `let b${j} = get_weight(w, q0 + ${j}u);`)}
${eachPlace(grid, (i, j) => `acc${i}_${j} += a${i}[${c}] * b${j};`)} }`;
	};
	return `
for (var k = 0u; k < ${quads(inner)}u; k++) {
${eachRow(grid, (i) => `let a${i} = ${masked(`get_x(at${i}, k)`, i, guarded)};`)}
${each(4, component)}
}`;
}

function store({ bias, silu, addend }: ConvKernel, i: number, j: number): string {
	const quad = `q0 + ${j}u`;
	let result = `acc${i}_${j}`;
	if (bias) result = `(${result} + get_bias(0u, ${quad}))`;
	if (silu) result = `silu(${result})`;
	if (addend) result = `${result} + get_addend(row_addend(r0 + ${i}u), ${quad})`;
	return `put_y(row_y(r0 + ${i}u), ${quad}, ${result});`;
}
