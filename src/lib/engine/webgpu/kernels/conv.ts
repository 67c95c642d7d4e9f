/**
 * Dense convolution as implicit GEMM: rows are pixels of the whole batch, columns output channels, and a thread keeps a
 * tile of both in registers.
 */
import type { ConvKernel } from '../../plan/kernel';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { convSource, isPointwise, pixel, place, store, taps } from './convText';
import { each, list, quads, type Program } from './source';
import { eachOwn, eachPlace, eachRow, gridOf, inRows, loadRows, masked, type Grid } from './tileText';

export function conv(kernel: ConvKernel, tile: Tile, features: Features): Program {
	const { batch, outSide, out } = kernel;
	const grid = gridOf(batch * outSide ** 2, quads(out), tile);
	const stores = (i: number) =>
		each(grid.tile.quads, (j) => store(kernel, `r0 + ${i}u`, `q0 + ${j}u`, `acc${i}_${j}`));
	const body = `
${grid.firstQuad('t')}
let r0 = (t / ${grid.columns}u) * ${grid.tile.rows}u;
${eachOwn(grid, (g, row) => pixel(kernel, g, row))}
${eachPlace(grid, (i, j) => `var acc${i}_${j} = vec4f();`)}
${taps(kernel, each(grid.own, (g) => place(kernel, g)) + products(kernel, grid))}
${eachRow(grid, (i) => inRows(grid, i, stores(i)))}`;
	const source = convSource(kernel, features);
	return (grid.quad ? source.quadOperations() : source).threads(grid.threads, body);
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
