/** Gradient of a dense convolution at its input with workgroup memory. */
import type { ConvInputGradientKernel } from '../../plan/kernel';
import type { Tile } from '../tile';
import { inputGradientSource, isGuarded, parityOf, pixel, place, store, taps } from './convInputGradientText';
import { blockOf, copies, eachSum, GROUP_THREADS, slabText, turns, type Block } from './group';
import { each, list, quads, type Program } from './source';
import { masked } from './tileText';

export function convInputGradientShared(kernel: ConvInputGradientKernel, tile: Tile): Program {
	const { in: inner, out, stride } = kernel;
	const { rows } = parityOf(kernel);
	const block = blockOf(rows, quads(inner), quads(out), tile);
	const { across, columns, allRows, allQuads, depth } = block;
	const loaded = turns(allRows * depth);
	const loads = (g: number) => `min(r0 + (lane + ${GROUP_THREADS * g}u) / ${depth}u, ${rows - 1}u)`;
	const row = (i: number) => `r0 + line * ${block.rows}u + ${i}u`;
	const sums = (i: number) =>
		Array.from({ length: block.quads }, (_, j) => {
			const quad = `q0 + column + ${j * across}u`;
			return { quad, sum: `acc${i}_${j}`, inside: `${quad} < ${quads(inner)}u` };
		});
	const body = `
let column = lane % ${across}u; let line = lane / ${across}u;
let parity = i32(g / ${block.groups}u); let s = g % ${block.groups}u;
let py = parity / ${stride}; let px = parity % ${stride};
let q0 = (s % ${columns}u) * ${allQuads}u; let r0 = (s / ${columns}u) * ${allRows}u;
${each(loaded, (g) => pixel(kernel, g, loads(g)))}
${eachSum(block, (i, j) => `var acc${i}_${j} = vec4f();`)}
${taps(kernel, each(loaded, (g) => place(kernel, g)) + slabs(kernel, block))}
${each(block.rows, (i) => `if (${row(i)} < ${rows}u) { ${store(kernel, row(i), sums(i))} }`)}`;
	return inputGradientSource(kernel)
		.add(slabText(allRows * depth, 4 * allQuads * depth))
		.groups(block.groups * stride ** 2, GROUP_THREADS, body);
}

/** Slab by slab of the output channels; past their end both operands are zero in a quad's tail, and A beyond it. */
function slabs(kernel: ConvInputGradientKernel, block: Block): string {
	const { in: inner, out } = kernel;
	const { depth, allRows, allQuads, across } = block;
	const k = (at: string) => `k0 + ${at} % ${depth}u`;
	const within = (at: string) => `min(${k(at)}, ${quads(out) - 1}u)`;
	const ragged = quads(out) % depth !== 0;
	const loadA = (at: string, g: number) => {
		const load = masked(`get_dy(at${g}, ${within(at)})`, g, isGuarded(kernel));
		return `slabA[${at}] = ${load}${ragged ? ` * f32(${k(at)} < ${quads(out)}u)` : ''};`;
	};
	const loadB = (at: string) =>
		`slabB[${at}] = get_weight(row_weight(tap + min(4u * q0 + ${at} / ${depth}u, ${inner - 1}u)), ${within(at)});`;
	const b = (c: number, j: number) =>
		`let b${c}_${j} = slabB[(4u * (column + ${j * across}u) + ${c}u) * ${depth}u + k];`;
	return `
for (var k0 = 0u; k0 < ${quads(out)}u; k0 += ${depth}u) {
${copies(allRows * depth, loadA)}
${copies(4 * allQuads * depth, loadB)}
workgroupBarrier();
for (var k = 0u; k < ${depth}u; k++) {
${each(4, (c) => each(block.quads, (j) => b(c, j)))}
${each(block.rows, (i) => `let a${i} = slabA[(line * ${block.rows}u + ${i}u) * ${depth}u + k];`)}
${eachSum(block, (i, j) => `acc${i}_${j} += vec4f(${list(4, (c) => `dot(a${i}, b${c}_${j})`)});`)}
}
workgroupBarrier();
}`;
}
