/** Dense convolution with workgroup memory: pixels and weights are copied once for all threads of a workgroup. */
import type { ConvKernel } from '../../plan/kernel';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { convSource, isPointwise, pixel, place, store, taps } from './convText';
import { blockOf, copies, eachSum, GROUP_THREADS, slabText, turns, type Block } from './group';
import { each, list, quads, type Program } from './source';
import { masked } from './tileText';

export function convShared(kernel: ConvKernel, tile: Tile, features: Features): Program {
	const { batch, outSide, out, in: inner } = kernel;
	const rows = batch * outSide ** 2;
	const block = blockOf(rows, quads(out), quads(inner), tile);
	const row = (i: number) => `r0 + line * ${block.rows}u + ${i}u`;
	const quad = (j: number) => `q0 + column + ${j * block.across}u`;
	const loaded = turns(block.allRows * block.depth);
	const loads = (g: number) => `min(r0 + (lane + ${GROUP_THREADS * g}u) / ${block.depth}u, ${rows - 1}u)`;
	const inside = (i: number, j: number) => `(${row(i)} < ${rows}u) & (${quad(j)} < ${quads(out)}u)`;
	const body = `
let column = lane % ${block.across}u; let line = lane / ${block.across}u;
let q0 = (g % ${block.columns}u) * ${block.allQuads}u; let r0 = (g / ${block.columns}u) * ${block.allRows}u;
${each(loaded, (g) => pixel(kernel, g, loads(g)))}
${eachSum(block, (i, j) => `var acc${i}_${j} = vec4f();`)}
${taps(kernel, each(loaded, (g) => place(kernel, g)) + slabs(kernel, block))}
${eachSum(block, (i, j) => `if (${inside(i, j)}) { ${store(kernel, row(i), quad(j), `acc${i}_${j}`)} }`)}`;
	return convSource(kernel, features)
		.add(slabText(block.allRows * block.depth, 4 * block.depth * block.allQuads))
		.groups(block.groups, GROUP_THREADS, body);
}

/** Slab by slab of the input channels. Channels past the end are zero in A, so whatever B has there does not matter. */
function slabs(kernel: ConvKernel, block: Block): string {
	const { in: inner, out } = kernel;
	const { depth, allRows, allQuads, across } = block;
	const k = (at: string) => `k0 + ${at} % ${depth}u`;
	const ragged = quads(inner) % depth !== 0;
	const loadA = (at: string, g: number) => {
		const load = masked(`get_x(at${g}, min(${k(at)}, ${quads(inner) - 1}u))`, g, !isPointwise(kernel));
		return `slabA[${at}] = ${load}${ragged ? ` * f32(${k(at)} < ${quads(inner)}u)` : ''};`;
	};
	const loadB = (at: string) =>
		`slabB[${at}] = get_weight(row_weight(tap + min(4u * k0 + ${at} / ${allQuads}u, ${inner - 1}u)), min(q0 + ${at} % ${allQuads}u, ${quads(out) - 1}u));`;
	const b = (c: number, j: number) =>
		`let b${c}_${j} = slabB[(4u * k + ${c}u) * ${allQuads}u + column + ${j * across}u];`;
	return `
for (var k0 = 0u; k0 < ${quads(inner)}u; k0 += ${depth}u) {
${copies(allRows * depth, loadA)}
${copies(4 * depth * allQuads, loadB)}
workgroupBarrier();
for (var k = 0u; k < ${depth}u; k++) {
${each(4, (c) => each(block.quads, (j) => b(c, j)))}
${each(block.rows, (i) => `let a${i} = slabA[(line * ${block.rows}u + ${i}u) * ${depth}u + k];`)}
${eachSum(block, (i, j) => `acc${i}_${j} += ${list(4, (c) => `a${i}[${c}] * b${c}_${j}`, ' + ')};`)}
}
workgroupBarrier();
}`;
}
