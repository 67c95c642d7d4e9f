/**
 * Gradient of a dense convolution at its input. At stride 2 an input pixel meets only the taps of its parity, so threads
 * are sorted by the four parities and each runs through its own taps: a quarter of the work of testing all.
 */
import type { ConvInputGradientKernel } from '../../plan/kernel';
import type { Tile } from '../tile';
import { each, list, quads, Source, type Program } from './source';
import { eachOwn, eachPlace, eachRow, gridOf, inRows, loadRows, masked, type Grid } from './tileText';

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
${eachOwn(grid, (g, row) => pixel(kernel, `${g}`, half, row))}
${eachPlace(grid, (i, j) => `var acc${i}_${j} = vec4f();`)}
for (var ky = (py + ${pad}) % ${stride}; ky < ${size}; ky += ${stride}) {
for (var kx = (px + ${pad}) % ${stride}; kx < ${size}; kx += ${stride}) {
${each(grid.own, (g) => place(kernel, g))}
let tap = u32(ky * ${size} + kx) * ${inner}u;
${products(kernel, grid)}
} }
${eachRow(grid, (i) => inRows(grid, i, store(kernel, grid, i, half)))}`;
	const source = bindings(kernel);
	return (tile.quad ? source.quadOperations() : source).threads(grid.threads * stride ** 2, body);
}

function bindings(kernel: ConvInputGradientKernel): Source {
	const { batch, inSide, outSide, in: inner, out } = kernel;
	const source = new Source()
		.tensor('dy', 'read', batch * outSide ** 2, out)
		.tensor('weight', 'read', kernel.kernel ** 2 * inner, out);
	if (kernel.addend) source.tensor('addend', 'read', batch * inSide ** 2, inner);
	return source.tensor('dx', 'read_write', batch * inSide ** 2, inner);
}

/** Image, row and column of row `row` of this parity, as number g. */
function pixel({ stride }: ConvInputGradientKernel, g: string, half: number, row: string): string {
	return `let p${g} = ${row};
let n${g} = i32(p${g} / ${half ** 2}u);
let y${g} = i32((p${g} / ${half}u) % ${half}u) * ${stride} + py;
let x${g} = i32(p${g} % ${half}u) * ${stride} + px;`;
}

const isGuarded = ({ kernel, stride }: ConvInputGradientKernel) => kernel > 1 || stride > 1;

/** The output pixel that saw this one through the tap; `in` is 0 where there is none. */
function place(kernel: ConvInputGradientKernel, g: number): string {
	const { outSide, stride, pad, batch } = kernel;
	if (!isGuarded(kernel)) return `let at${g} = row_dy(p${g});`;
	return `let sy${g} = y${g} + ${pad} - ky; let sx${g} = x${g} + ${pad} - kx;
let oy${g} = sy${g} / ${stride}; let ox${g} = sx${g} / ${stride};
let in${g} = f32((u32(sy${g}) < ${outSide * stride}u) & (u32(sx${g}) < ${outSide * stride}u));
let at${g} = row_dy(u32(clamp((n${g} * ${outSide} + oy${g}) * ${outSide} + ox${g}, 0, ${batch * outSide ** 2 - 1})));`;
}

/** Weights lie with output channels side by side, which are summed over here: dot products of quads. */
function products(kernel: ConvInputGradientKernel, grid: Grid): string {
	const { in: inner, out } = kernel;
	const channels = 4 * grid.tile.quads;
	const row = (c: number) => (inner % 4 === 0 ? `4u * q0 + ${c}u` : `min(4u * q0 + ${c}u, ${inner - 1}u)`);
	const dots = (i: number, j: number) =>
		`acc${i}_${j} += vec4f(${list(4, (c) => `dot(a${i}, b${4 * j + c})`)});`;
	return `${each(channels, (c) => `let w${c} = row_weight(tap + ${row(c)});`)}
for (var k = 0u; k < ${quads(out)}u; k++) {
${each(channels, (c) => `let b${c} = get_weight(w${c}, k);`)}
${loadRows(grid, (g) => masked(`get_dy(at${g}, k)`, g, isGuarded(kernel)))}
${eachPlace(grid, dots)}
}`;
}

function store(kernel: ConvInputGradientKernel, grid: Grid, i: number, half: number): string {
	const { inSide, stride, addend } = kernel;
	const sum = addend ? (j: number) => ` + get_addend(row_addend(r), q0 + ${j}u)` : () => '';
	const puts = each(grid.tile.quads, (j) => `put_dx(row_dx(r), q0 + ${j}u, acc${i}_${j}${sum(j)});`);
	if (stride === 1) return `let r = r0 + ${i}u; ${puts}`;
	return `${pixel(kernel, '', half, `r0 + ${i}u`)}
let r = u32((n * ${inSide} + y) * ${inSide} + x);
${inSide % stride === 0 ? puts : `if ((y < ${inSide}) & (x < ${inSide})) { ${puts} }`}`;
}
