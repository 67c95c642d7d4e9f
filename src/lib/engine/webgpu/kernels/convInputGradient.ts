/** Gradient of a dense convolution at its input: a thread keeps a tile of pixels by input channels in registers. */
import type { ConvInputGradientKernel } from '../../plan/kernel';
import type { Tile } from '../tile';
import { inputGradientSource, isGuarded, parityOf, pixel, place, store, taps } from './convInputGradientText';
import { each, list, quads, type Program } from './source';
import { eachOwn, eachPlace, eachRow, gridOf, inRows, loadRows, masked, type Grid } from './tileText';

export function convInputGradient(kernel: ConvInputGradientKernel, tile: Tile): Program {
	const { in: inner, stride } = kernel;
	const { rows } = parityOf(kernel);
	const grid = gridOf(rows, quads(inner), tile);
	const sums = (i: number) =>
		Array.from({ length: grid.tile.quads }, (_, j) => ({ quad: `q0 + ${j}u`, sum: `acc${i}_${j}` }));
	const body = `
let parity = i32(t / ${grid.threads}u); let s = t % ${grid.threads}u;
let py = parity / ${stride}; let px = parity % ${stride};
${grid.firstQuad('s')}
let r0 = (s / ${grid.columns}u) * ${grid.tile.rows}u;
${eachOwn(grid, (g, row) => pixel(kernel, g, row))}
${eachPlace(grid, (i, j) => `var acc${i}_${j} = vec4f();`)}
${taps(kernel, each(grid.own, (g) => place(kernel, g)) + products(kernel, grid))}
${eachRow(grid, (i) => inRows(grid, i, store(kernel, `r0 + ${i}u`, sums(i))))}`;
	const source = inputGradientSource(kernel);
	return (grid.quad ? source.quadOperations() : source).threads(grid.threads * stride ** 2, body);
}

/** Weights lie with output channels side by side, which are summed over here: dot products of quads. */
function products(kernel: ConvInputGradientKernel, grid: Grid): string {
	const { in: inner, out } = kernel;
	const channels = 4 * grid.tile.quads;
	const row = (c: number) => (inner % 4 === 0 ? `4u * q0 + ${c}u` : `min(4u * q0 + ${c}u, ${inner - 1}u)`);
	const dots = (i: number, j: number) =>
		`acc${i}_${j} += vec4f(${list(4, (c) => `dot(a${i}, b${4 * j + c})`)});`;
	return `
${each(channels, (c) => `let w${c} = row_weight(tap + ${row(c)});`)}
for (var k = 0u; k < ${quads(out)}u; k++) {
${each(channels, (c) => `let b${c} = get_weight(w${c}, k);`)}
${loadRows(grid, (g) => masked(`get_dy(at${g}, k)`, g, isGuarded(kernel)))}
${eachPlace(grid, dots)}
}`;
}
