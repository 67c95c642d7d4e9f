/**
 * Dense convolution as implicit GEMM: rows are pixels of the whole batch, columns output channels, and a thread keeps a
 * tile of both in registers.
 */
import type { ConvKernel } from '../../plan/kernel';
import type { Tile } from '../tile';
import { activation, each, list, quads, Source, type Program } from './source';
import { eachOwn, eachPlace, eachRow, gridOf, inRows, loadRows, masked, type Grid } from './tileText';

export function conv(kernel: ConvKernel, tile: Tile): Program {
	const { batch, outSide, out } = kernel;
	const rows = batch * outSide ** 2;
	const grid = gridOf(rows, quads(out), tile);
	const body = `
${grid.firstQuad('t')}
let r0 = (t / ${grid.columns}u) * ${grid.tile.rows}u;
${eachOwn(grid, (g, row) => pixel(kernel, g, row))}
${eachPlace(grid, (i, j) => `var acc${i}_${j} = vec4f();`)}
${taps(kernel, each(grid.own, (g) => place(kernel, g)) + products(kernel, grid))}
${eachRow(grid, (i) => inRows(grid, i, each(grid.tile.quads, (j) => store(kernel, i, j))))}`;
	const source = bindings(kernel, rows);
	return (tile.quad ? source.quadOperations() : source).threads(grid.threads, body);
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

/** Image, row and column of pixel `row`, as number g. */
function pixel(kernel: ConvKernel, g: number, row: string): string {
	const { outSide, stride, pad, inSide } = kernel;
	const p = `let p${g} = ${row};`;
	if (isPointwise(kernel)) return p;
	return `${p}
let y${g} = i32((p${g} / ${outSide}u) % ${outSide}u) * ${stride} - ${pad};
let x${g} = i32(p${g} % ${outSide}u) * ${stride} - ${pad};
let n${g} = i32(p${g} / ${outSide ** 2}u) * ${inSide};`;
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
function place(kernel: ConvKernel, g: number): string {
	const { inSide } = kernel;
	if (isPointwise(kernel)) return `let at${g} = row_x(p${g});`;
	return `let iy${g} = y${g} + ky; let ix${g} = x${g} + kx;
let in${g} = f32((u32(iy${g}) < ${inSide}u) & (u32(ix${g}) < ${inSide}u));
let at${g} = row_x(u32(clamp((n${g} + iy${g}) * ${inSide} + ix${g}, 0, ${kernel.batch * inSide ** 2 - 1})));`;
}

/**
 * All loads of a step of k come before its sums, and the products of a sum stand in one expression: an adapter that
 * keeps registers in memory then reads and writes each accumulator once, not four times.
 */
function products(kernel: ConvKernel, grid: Grid): string {
	const { in: inner } = kernel;
	const components = Math.min(4, inner);
	const row = (c: number) =>
		inner % 4 === 0 || inner < 4 ? `tap + 4u * k + ${c}u` : `tap + min(4u * k + ${c}u, ${inner - 1}u)`;
	const weights = (c: number) => `let w${c} = row_weight(${row(c)});
${each(grid.tile.quads, (j) => `let b${c}_${j} = get_weight(w${c}, q0 + ${j}u);`)}`;
	const sum = (i: number, j: number) =>
		`acc${i}_${j} += ${list(components, (c) => `a${i}[${c}] * b${c}_${j}`, ' + ')};`;
	return `
for (var k = 0u; k < ${quads(inner)}u; k++) {
${each(components, weights)}
${loadRows(grid, (g) => masked(`get_x(at${g}, k)`, g, !isPointwise(kernel)))}
${eachPlace(grid, sum)}
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
