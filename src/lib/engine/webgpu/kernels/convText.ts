/** What all tilings of the dense convolution write alike. */
import type { ConvKernel } from '../../plan/kernel';
import type { Features } from '../features';
import { activation, halvesOf, Source } from './source';

export function convSource(kernel: ConvKernel, features: Features): Source {
	const { batch, inSide, outSide, in: inner, out } = kernel;
	const rows = batch * outSide ** 2;
	const source = new Source(null, halvesOf(kernel, features))
		.tensor('x', 'read', batch * inSide ** 2, inner)
		.tensor('weight', 'read', kernel.kernel ** 2 * inner, out);
	if (kernel.bias) source.tensor('bias', 'read', 1, out);
	if (kernel.addend) source.tensor('addend', 'read', rows, out);
	source.tensor('y', 'read_write', rows, out);
	return kernel.silu ? source.add(activation) : source;
}

/** Neither window nor stride: rows of input and output are the same. */
export const isPointwise = ({ kernel, stride }: ConvKernel) => kernel === 1 && stride === 1;

/** Image, row and column of pixel `row`, as number g. */
export function pixel(kernel: ConvKernel, g: number, row: string): string {
	const { outSide, stride, pad, inSide } = kernel;
	const p = `let p${g} = ${row};`;
	if (isPointwise(kernel)) return p;
	return `${p}
let y${g} = i32((p${g} / ${outSide}u) % ${outSide}u) * ${stride} - ${pad};
let x${g} = i32(p${g} % ${outSide}u) * ${stride} - ${pad};
let n${g} = i32(p${g} / ${outSide ** 2}u) * ${inSide};`;
}

/** `body` for each tap of the window, with `tap` the first row of its weights. */
export function taps({ kernel, in: inner }: ConvKernel, body: string): string {
	if (kernel === 1) return `{ let tap = 0u; let ky = 0; let kx = 0;\n${body} }`;
	return `
for (var ky = 0; ky < ${kernel}; ky++) { for (var kx = 0; kx < ${kernel}; kx++) {
let tap = u32(ky * ${kernel} + kx) * ${inner}u;
${body}
} }`;
}

/** Where the pixel's input row begins for this tap, and whether it is inside the image. */
export function place(kernel: ConvKernel, g: number): string {
	const { inSide } = kernel;
	if (isPointwise(kernel)) return `let at${g} = row_x(p${g});`;
	return `let iy${g} = y${g} + ky; let ix${g} = x${g} + kx;
let in${g} = f32((u32(iy${g}) < ${inSide}u) & (u32(ix${g}) < ${inSide}u));
let at${g} = row_x(u32(clamp((n${g} + iy${g}) * ${inSide} + ix${g}, 0, ${kernel.batch * inSide ** 2 - 1})));`;
}

/** Writes `sum` to quad `quad` of pixel `row`, with what follows the convolution. */
export function store({ bias, silu, addend }: ConvKernel, row: string, quad: string, sum: string): string {
	let result = sum;
	if (bias) result = `(${result} + get_bias(0u, ${quad}))`;
	if (silu) result = `silu(${result})`;
	if (addend) result = `${result} + get_addend(row_addend(${row}), ${quad})`;
	return `put_y(row_y(${row}), ${quad}, ${result});`;
}
