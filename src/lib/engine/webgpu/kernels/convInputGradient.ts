/**
 * Gradient of a dense convolution at its input. At stride 2 an input pixel meets only the taps of its parity, so threads
 * are sorted by the four parities and each runs through its own taps: a quarter of the work of testing all.
 */
import type { ConvInputGradientKernel } from '../../plan/kernel';
import type { Tile } from '../tile';
import { each, quads, Source, type Program } from './source';
import { eachPlace, eachRow, gridOf, masked, type Grid } from './tileText';

export function convInputGradient(kernel: ConvInputGradientKernel, tile: Tile): Program {
	const { batch, inSide, in: inner, stride, pad, kernel: size } = kernel;
	const half = Math.ceil(inSide / stride);
	const rows = batch * half ** 2;
	const grid = gridOf(rows, quads(inner), tile);
	const body = `
let parity = i32(t / ${grid.threads}u); let s = t % ${grid.threads}u;
let py = parity / ${stride}; let px = parity % ${stride};
${grid.firstQuad('s')}
let r0 = (s / ${grid.columns}u) * ${grid.tile.rows}u;
${eachRow(grid, (i) => pixel(kernel, i, half, rows))}
${eachPlace(grid, (i, j) => `var acc${i}_${j} = vec4f();`)}
for (var ky = (py + ${pad}) % ${stride}; ky < ${size}; ky += ${stride}) {
for (var kx = (px + ${pad}) % ${stride}; kx < ${size}; kx += ${stride}) {
${eachRow(grid, (i) => place(kernel, i))}
let tap = u32(ky * ${size} + kx) * ${inner}u;
${products(kernel, grid)}
} }
${eachRow(grid, (i) => store(kernel, grid, i, rows))}`;
	return bindings(kernel).threads(grid.threads * stride ** 2, body);
}

function bindings(kernel: ConvInputGradientKernel): Source {
	const { batch, inSide, outSide, in: inner, out } = kernel;
	const source = new Source()
		.tensor('dy', 'read', batch * outSide ** 2, out)
		.tensor('weight', 'read', kernel.kernel ** 2 * inner, out);
	if (kernel.addend) source.tensor('addend', 'read', batch * inSide ** 2, inner);
	return source.tensor('dx', 'read_write', batch * inSide ** 2, inner);
}

function pixel({ stride }: ConvInputGradientKernel, i: number, half: number, rows: number): string {
	return `let p${i} = min(r0 + ${i}u, ${rows - 1}u);
let n${i} = i32(p${i} / ${half ** 2}u);
let y${i} = i32((p${i} / ${half}u) % ${half}u) * ${stride} + py;
let x${i} = i32(p${i} % ${half}u) * ${stride} + px;`;
}

const isGuarded = ({ kernel, stride }: ConvInputGradientKernel) => kernel > 1 || stride > 1;

/** The output pixel that saw this one through the tap; `in` is 0 where there is none. */
function place(kernel: ConvInputGradientKernel, i: number): string {
	const { outSide, stride, pad, batch } = kernel;
	if (!isGuarded(kernel)) return `let at${i} = row_dy(p${i});`;
	return `let sy${i} = y${i} + ${pad} - ky; let sx${i} = x${i} + ${pad} - kx;
let oy${i} = sy${i} / ${stride}; let ox${i} = sx${i} / ${stride};
let in${i} = f32((u32(sy${i}) < ${outSide * stride}u) & (u32(sx${i}) < ${outSide * stride}u));
let at${i} = row_dy(u32(clamp((n${i} * ${outSide} + oy${i}) * ${outSide} + ox${i}, 0, ${batch * outSide ** 2 - 1})));`;
}

/** Weights lie with output channels side by side, which are summed over here: dot products of quads. */
function products(kernel: ConvInputGradientKernel, grid: Grid): string {
	const { in: inner, out } = kernel;
	const channels = 4 * grid.tile.quads;
	const row = (c: number) => (inner % 4 === 0 ? `4u * q0 + ${c}u` : `min(4u * q0 + ${c}u, ${inner - 1}u)`);
	const dots = (i: number, j: number) =>
		[0, 1, 2, 3].map((c) => `acc${i}_${j}[${c}] += dot(a${i}, b${4 * j + c});`).join(' ');
	return `${each(channels, (c) => `let w${c} = row_weight(tap + ${row(c)});`)}
for (var k = 0u; k < ${quads(out)}u; k++) {
${eachRow(grid, (i) => `let a${i} = ${masked(`get_dy(at${i}, k)`, i, isGuarded(kernel))};`)}
${each(channels, (c) => `let b${c} = get_weight(w${c}, k);`)}
${eachPlace(grid, dots)}
}`;
}

function store({ inSide, addend }: ConvInputGradientKernel, grid: Grid, i: number, rows: number): string {
	const sum = addend ? (j: number) => ` + get_addend(row_addend(r), q0 + ${j}u)` : () => '';
	const put = (j: number) => `put_dx(row_dx(r), q0 + ${j}u, acc${i}_${j}${sum(j)});`;
	return `if ((r0 + ${i}u < ${rows}u) & (y${i} < ${inSide}) & (x${i} < ${inSide})) {
let r = u32((n${i} * ${inSide} + y${i}) * ${inSide} + x${i});
${each(grid.tile.quads, put)} }`;
}
